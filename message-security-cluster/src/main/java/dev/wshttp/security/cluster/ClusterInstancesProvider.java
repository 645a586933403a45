// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.instances.ServiceInstances;
import dev.wshttp.security.instances.ServiceInstancesProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Makes {@link ClusterInstances} from the settings {@code message-security.cluster.*}. Stateless. */
public final class ClusterInstancesProvider implements ServiceInstancesProvider {
    private static final String SELF_CONTAINED = "self-contained";
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,6})(ms|s)");
    private static final Pattern COUNT = Pattern.compile("\\d{1,3}");
    private static final Pattern FROM_ONE = Pattern.compile("[1-9]\\d{0,11}");

    /** Makes the provider; for {@link java.util.ServiceLoader}. */
    public ClusterInstancesProvider() {}

    @Override
    public ServiceInstances connect(Function<String, Optional<String>> settings, Path baseDirectory) {
        return ClusterInstances.connect(read(settings, baseDirectory));
    }

    /** Returns the settings, or throws an exception that names each wrong one. */
    static ClusterSettings read(Function<String, Optional<String>> settings, Path baseDirectory) {
        var problems = new ArrayList<String>();
        requireTokens(settings.apply("tokens"), problems);
        Optional<String> keysFile = settings.apply("keys-file");
        if (keysFile.isEmpty()) {
            problems.add(
                    "keys-file is not set (expected a file with a key, as of 'openssl rand -base64 32 > cluster.keys')");
        }
        var builder = ClusterSettings.builder(baseDirectory.resolve(keysFile.orElse("")));
        settings.apply("uri").map(String::strip).ifPresent(builder::uri);
        settings.apply("user").ifPresent(builder::user);
        settings.apply("password-file").map(baseDirectory::resolve).ifPresent(builder::passwordFile);
        settings.apply("trust-file").map(baseDirectory::resolve).ifPresent(builder::trustFile);
        settings.apply("name").ifPresent(builder::name);
        settings.apply("timeout")
                .ifPresent(text -> parse(
                        "timeout",
                        text,
                        "'500ms' or '2s'",
                        problems,
                        ClusterInstancesProvider::duration,
                        builder::timeout));
        settings.apply("replicas")
                .ifPresent(text ->
                        parse("replicas", text, "'1'", problems, ClusterInstancesProvider::count, builder::replicas));
        settings.apply("max-sessions")
                .ifPresent(text -> parse(
                        "max-sessions",
                        text,
                        "'100000'",
                        problems,
                        ClusterInstancesProvider::sessions,
                        builder::maxSessions));
        ClusterSettings read = builder.check(problems);
        ClusterSettings.Builder.requireNone(problems);
        return read;
    }

    private static void requireTokens(Optional<String> tokens, List<String> problems) {
        if (tokens.map(String::strip).filter(SELF_CONTAINED::equals).isEmpty()) {
            problems.add("tokens is "
                    + tokens.map(text -> "'" + UntrustedText.oneLine(text) + "'")
                            .orElse("not set") + " (expected '" + SELF_CONTAINED
                    + "', the only kind that several instances can serve)");
        }
    }

    private static <T> void parse(
            String name,
            String text,
            String expected,
            List<String> problems,
            Function<String, Optional<T>> format,
            Consumer<T> target) {
        format.apply(text.strip())
                .ifPresentOrElse(
                        target,
                        () -> problems.add(name + " is '" + UntrustedText.oneLine(text) + "' (expected one such as "
                                + expected + ")"));
    }

    private static Optional<Duration> duration(String text) {
        var amount = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
        if (amount.matches()) {
            long number = Long.parseLong(amount.group(1));
            return Optional.of(amount.group(2).equals("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    private static Optional<Long> sessions(String text) {
        return FROM_ONE.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static Optional<Integer> count(String text) {
        return COUNT.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}

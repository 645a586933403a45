// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.audit.AuditLevel;
import dev.wshttp.security.credential.X509CertificateValidationMode;
import dev.wshttp.security.credential.X509RevocationMode;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns the text of a setting into a value.
 *
 * @param expected completes the sentence "expected ..." of the error message
 * @param parser returns empty, or throws an {@link IllegalArgumentException}, if the text is not of this format
 */
public record Format<T>(String expected, Function<String, Optional<T>> parser) {
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS);
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final int LONGEST_DURATION = 64;
    private static final Duration LARGEST_CLOCK_SKEW = Duration.ofHours(1);
    private static final Pattern COUNT_FROM_ONE = Pattern.compile("0*[1-9]\\d{0,9}");
    private static final List<String> HTTP = List.of("http");
    private static final List<String> HTTP_OR_HTTPS = List.of("http", "https");
    private static final String ADDRESS_EXAMPLE =
            "an http:// address such as 'http://localhost:8080/Calculator' (without query, fragment and user";

    public static final Format<String> TEXT = new Format<>("a text", Optional::of);
    public static final Format<Boolean> FLAG = new Format<>("'true' or 'false'", Format::flag);
    public static final Format<Integer> COUNT =
            new Format<>("a whole number from 1 to 2147483647 such as '65536'", Format::count);
    public static final Format<Duration> TIME = new Format<>(
            "a duration of more than nothing such as '15h', '10m' or 'PT30S'",
            text -> duration(text).filter(time -> !time.isNegative() && !time.isZero()));

    public static final Format<Duration> CLOCK_SKEW = new Format<>(
            "a duration of at most an hour such as '5m', '30s' or 'PT5M'",
            text -> duration(text).filter(Format::isClockSkew));
    /** An address of a client or behind a gateway: TLS there is the JDK's, or the gateway's. */
    public static final Format<URI> ADDRESS = new Format<>(
            ADDRESS_EXAMPLE + "; https:// is possible, too), port 1 to 65535", text -> address(text, HTTP_OR_HTTPS, 1));

    public static final Format<URI> HTTP_ADDRESS = new Format<>(
            ADDRESS_EXAMPLE + "; https is not possible here), port 1 to 65535", text -> address(text, HTTP, 1));
    /** Port 0 means any free port. */
    public static final Format<URI> LISTEN_ADDRESS = new Format<>(
            ADDRESS_EXAMPLE
                    + "; https is not possible here: a service behind a gateway with TLS has an https:// address and listens"
                    + " at its listen-uri), port 0 to 65535",
            text -> address(text, HTTP, 0));

    public static final Format<URI> WSDL_ADDRESS = new Format<>(
            "an http:// or https:// address such as 'http://localhost:8080/Calculator?wsdl' without user and fragment, or a file: its"
                    + " name, or 'file:///folder/service.wsdl'",
            Format::wsdlAddress);

    public static final Format<String> STORE_TYPE =
            new Format<>("the type of a key store that is no file, such as 'pkcs11' or 'Windows-MY'", Optional::of);
    public static final Format<String> CREDENTIAL_TYPE = new Format<>(
            "'certificate', the only one there is",
            text -> text.equalsIgnoreCase("certificate") ? Optional.of(text) : Optional.empty());
    public static final Format<AlgorithmSuite> ALGORITHM_SUITE = new Format<>(
            "the suite of the other side, one of " + suites(), text -> Optional.of(AlgorithmSuite.named(text)));
    public static final Format<WsMessageEncoding> MESSAGE_ENCODING =
            new Format<>("'text' or 'mtom', as the other side", text -> named(WsMessageEncoding.values(), text));
    public static final Format<TextEncoding> TEXT_ENCODING =
            new Format<>("'utf-8', 'utf-16' or 'unicodeFFFE'", text -> named(TextEncoding.values(), text));
    public static final Format<MessageEngine> ENGINE =
            new Format<>("'octets' or 'wss4j'", text -> named(MessageEngine.values(), text));
    public static final Format<X509CertificateValidationMode> VALIDATION_MODE = new Format<>(
            "'chain-trust', 'peer-trust' or 'peer-or-chain-trust'",
            text -> named(X509CertificateValidationMode.values(), text));
    public static final Format<X509RevocationMode> REVOCATION_MODE =
            new Format<>("'no-check', 'offline' or 'online'", text -> named(X509RevocationMode.values(), text));

    public static final Format<AuditLevel> AUDIT_LEVEL = new Format<>(
            "'none', 'success', 'failure' or 'success-or-failure'", text -> named(AuditLevel.values(), text));

    public static final Format<String> CLUSTER_TOKENS = new Format<>(
            "'self-contained', the only kind that instances can share",
            text -> text.equalsIgnoreCase("self-contained") ? Optional.of(text) : Optional.empty());

    public Optional<T> parse(String text) {
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String suites() {
        return Arrays.stream(AlgorithmSuite.values())
                .map(AlgorithmSuite::configurationName)
                .collect(Collectors.joining(", "));
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> count(String text) {
        return COUNT_FROM_ONE.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<Duration> duration(String text) {
        var amount = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
        if (amount.matches()) {
            return Optional.of(Duration.of(Long.parseLong(amount.group(1)), UNITS.get(amount.group(2))));
        }
        return text.length() <= LONGEST_DURATION ? isoDuration(text) : Optional.empty();
    }

    private static Optional<Duration> isoDuration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isClockSkew(Duration duration) {
        return !duration.isNegative() && duration.compareTo(LARGEST_CLOCK_SKEW) <= 0;
    }

    private static Optional<URI> address(String text, List<String> schemes, int lowestPort) {
        return HttpAddress.parse(text)
                .filter(address -> schemes.contains(address.scheme())
                        && address.rawQuery().isEmpty()
                        && !address.hasFragment()
                        && !address.hasUser()
                        && address.port() >= lowestPort)
                .map(HttpAddress::uri);
    }

    private static Optional<URI> wsdlAddress(String text) {
        return HttpAddress.parse(text)
                .filter(address -> !address.hasFragment() && !address.hasUser())
                .map(HttpAddress::uri)
                .or(() -> fileAddress(text));
    }

    private static Optional<URI> fileAddress(String text) {
        return text.regionMatches(true, 0, "file:", 0, "file:".length())
                ? Optional.of(URI.create(text.replace('\\', '/')
                                .replace(" ", "%20")
                                .replaceFirst("^(?i:file://localhost/)", "file:///")))
                        .filter(file -> file.getRawAuthority() == null
                                && file.getPath() != null
                                && file.getRawQuery() == null
                                && file.getRawFragment() == null)
                : Optional.empty();
    }

    /** Returns the constant of this name, written as in Java, as in WCF or with hyphens. */
    private static <E extends Enum<E>> Optional<E> named(E[] constants, String text) {
        String wanted = text.replace("-", "").replace("_", "");
        return Arrays.stream(constants)
                .filter(constant -> constant.name().replace("_", "").equalsIgnoreCase(wanted))
                .findFirst();
    }
}

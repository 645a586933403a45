// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Probes a service. */
@Command(
        name = "service",
        sortOptions = false,
        description = {
            "Sends WCF's messages, deviations of them and attacks to a service, and prints what it does with each, what WCF does, and what is safe.",
            "",
            "Probe services of your own, or with the permission of their owner: refused messages fill its log and may set off alarms. The kit sends one message"
                    + " after the other, and never many at a time."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  conformance service http://localhost:8080/Calculator --config client.properties --mode direct --profile safe,interoperable",
            "  conformance service URL --config client.properties --action urn:orders/Place --body place.xml --expect '<number>'"
        })
// picocli fills the options.
@SuppressWarnings("NullAway.Init")
final class ServiceCommand implements Callable<Integer> {
    private static final int MESSAGES_PER_SECOND = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "URL", description = "The address of the service; there is no default.")
    private URI url;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The settings of a client of the service: a properties file, or an App.config of WCF.")
    private Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "One setting, with priority over the file and the environment. May be repeated.")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = {"-m", "--mode"},
            split = ",",
            paramLabel = "MODE",
            converter = Modes.class,
            description =
                    "direct, session, negotiated or negotiated-session, or several with commas. By default what the settings, or the WSDL in them, say.")
    private final List<Mode> modes = new ArrayList<>();

    @Option(names = "--to", paramLabel = "ADDRESS", description = "The address in the messages, if it is not the URL.")
    private @Nullable String to;

    @Option(
            names = "--action",
            paramLabel = "URI",
            description = "The action of an operation of your own. By default the kit adds 100 and 15.99.")
    private @Nullable String action;

    @Option(
            names = "--body",
            paramLabel = "FILE",
            description = "The body of a request of that operation, one XML element.")
    private @Nullable Path body;

    @Option(
            names = "--expect",
            paramLabel = "TEXT",
            description = "A text in the body of the right answer of that operation.")
    private @Nullable String expected;

    @Option(
            names = "--messages-per-second",
            paramLabel = "N",
            description = "At most that many, 1 to 100. The default is ${DEFAULT-VALUE}.")
    private int messagesPerSecond = MESSAGES_PER_SECOND;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() {
        if (messagesPerSecond < 1 || messagesPerSecond > 100) {
            throw new ParameterException(
                    spec.commandLine(), "--messages-per-second is " + messagesPerSecond + " (expected 1 to 100)");
        }
        String scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The URL is '" + url + "' (expected http:// or https://, a host, and the path of the service)");
        }
        reporting.requireFilesFor(spec.commandLine(), modes);
        Operation operation = operation();
        var runs = new ArrayList<Run>();
        if (modes.isEmpty()) {
            runs.add(probe(Optional.empty(), operation));
        }
        modes.forEach(mode -> runs.add(probe(Optional.of(mode), operation)));
        return reporting.exitCode(runs).number();
    }

    private Run probe(Optional<Mode> mode, Operation operation) {
        Target target =
                Target.read(new Target.Request(url, config, Optional.ofNullable(to), mode, overrides), operation);
        var probe = new ServiceProbe(target, new HttpWire(url, target.format(), messagesPerSecond));
        return reporting.report(
                spec.commandLine().getOut(), target.probed(), target.probed().cases(), url.toString(), probe::probe);
    }

    private Operation operation() {
        if (action == null && body == null && expected == null) {
            return Operation.ADD;
        }
        if (action == null || body == null || expected == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "An operation of your own needs --action, --body and --expect (found only some of them)");
        }
        return Operation.of(action, body, expected);
    }

    /** Reads the word of a mode. */
    static final class Modes implements ITypeConverter<Mode> {
        @Override
        public Mode convert(String word) {
            try {
                return Mode.of(word);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
    }
}

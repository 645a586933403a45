// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.forgery.FaultReply;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Probes a client. */
@Command(
        name = "client",
        sortOptions = false,
        description = {
            "Plays a service of WCF's, starts a client once for each case, and prints what the client does with WCF's replies, deviations of them and attacks.",
            "",
            "The command of the client calls the operation once at {address}, and prints the text of --expect if, and only if, it got the answer. It prints"
                    + " that of --expect-fault if, and only if, the service answered with a fault that the client believes."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  conformance client --listen http://localhost:0/Calculator --config service.properties --mode direct --expect 115.99 \\",
            "      java -jar calculator-client.jar --config client.properties --set message-security.address={address} add 100 15.99"
        })
// picocli fills the options.
@SuppressWarnings("NullAway.Init")
final class ClientCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-l", "--listen"},
            required = true,
            paramLabel = "URL",
            description = "Where the kit listens. Port 0 is any free one.")
    private URI listen;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description =
                    "The settings of a service that the client trusts: a properties file, or a Web.config of WCF.")
    private Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "One setting, with priority over the file and the environment. May be repeated.")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = {"-m", "--mode"},
            required = true,
            paramLabel = "MODE",
            converter = ServiceCommand.Modes.class,
            description = "direct, session, negotiated or negotiated-session.")
    private Mode mode;

    @Option(
            names = "--action",
            paramLabel = "URI",
            description = "The action of an operation of your own. By default the client adds 100 and 15.99.")
    private @Nullable String action;

    @Option(
            names = "--reply",
            paramLabel = "FILE",
            description = "The body of the reply of that operation, one XML element.")
    private @Nullable Path reply;

    @Option(
            names = "--expect",
            paramLabel = "TEXT",
            description = "What the client prints if it got the answer. The default is ${DEFAULT-VALUE}.")
    private String expected = Operation.SUM;

    @Option(
            names = "--expect-fault",
            paramLabel = "TEXT",
            description =
                    "What the client prints if the service answered with a fault that it believes. The reason of the kit's faults is '"
                            + FaultReply.REASON + "'. Without this option no faults are tried.")
    private @Nullable String expectedFault;

    @Option(
            names = "--wsdl",
            paramLabel = "FILE",
            description = "A WSDL for a client that asks for one; {address} in it becomes the address.")
    private @Nullable Path wsdl;

    @Option(
            names = "--line",
            paramLabel = "TEXT",
            description =
                    "For a client that stays: the line that it reads for each call; {address} in it becomes the address. Without it the command is started for each case.")
    private @Nullable String line;

    @Option(names = "--end", paramLabel = "TEXT", description = "The line that such a client prints after each call.")
    private @Nullable String end;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The command of the client.")
    private List<String> command;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() {
        if (!"http".equals(listen.getScheme()) || listen.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--listen is '" + listen + "' (expected http://, a host, a port and a path)");
        }
        Operation operation = operation();
        try (ProbedClient client = client()) {
            ClientTarget target = ClientTarget.read(new ClientTarget.Request(
                    listen,
                    config,
                    mode,
                    client,
                    operation.action(),
                    operation.body(),
                    Optional.ofNullable(expectedFault),
                    Optional.ofNullable(wsdl),
                    overrides));
            return reporting.exitCode(List.of(probe(target))).number();
        }
    }

    private ProbedClient client() {
        if (line == null && end == null) {
            return new ClientProgram(command, expected);
        }
        if (line == null || end == null) {
            throw new ParameterException(
                    spec.commandLine(), "A client that stays needs --line and --end (found only one of them)");
        }
        return new LineDrivenClient(command, line, end, expected);
    }

    private Run probe(ClientTarget target) {
        try (var probe = new ClientProbe(target)) {
            return reporting.report(
                    spec.commandLine().getOut(), target.probed(), target.cases(), command.get(0), probe::probe);
        }
    }

    private Operation operation() {
        if (action == null && reply == null) {
            return Operation.ADDED;
        }
        if (action == null || reply == null) {
            throw new ParameterException(
                    spec.commandLine(), "An operation of your own needs --action and --reply (found only one of them)");
        }
        return Operation.of(action, reply, expected);
    }
}

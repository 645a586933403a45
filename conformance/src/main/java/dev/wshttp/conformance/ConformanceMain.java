// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.UntrustedText;
import java.util.stream.Collectors;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command {@code conformance}, which has a subcommand for each task. */
@Command(
        name = "conformance",
        description =
                "Compares a service or a client of any stack with WCF's WSHttpBinding with message security and certificates.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = ConformanceMain.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the peer fulfils the chosen profiles",
            "1:unexpected failure, please report it",
            "2:the command line was not understood",
            "3:a setting is bad or missing, or a file cannot be read or written",
            "4:the peer does not fulfil a chosen profile",
            "5:WCF's own message is refused, so nothing can be told about others",
            "6:cannot connect to the service"
        })
public final class ConformanceMain {
    private static final int HELP_COLUMNS = 110;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli prints the help and never runs the command
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli prints the version and never runs the command
    private boolean version;

    private ConformanceMain() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ConformanceMain())
                .addSubcommand(new ServiceCommand())
                .addSubcommand(clientCommand())
                .addSubcommand(new TableCommand())
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(ConformanceMain::refuse)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
    }

    /** What follows the name of the client's program belongs to that program. */
    private static CommandLine clientCommand() {
        return new CommandLine(new ClientCommand()).setStopAtPositional(true);
    }

    private static int refuse(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        tell(command, String.valueOf(mistake.getMessage()));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    private static int explain(Exception failure, CommandLine command) {
        if (failure instanceof KitFailure known) {
            tell(command, String.valueOf(known.getMessage()));
            return known.exitCode().number();
        }
        if (failure instanceof ParameterException mistake) {
            return refuse(mistake, new String[0]);
        }
        tell(command, "This should not happen; please report it: " + failure);
        failure.printStackTrace(command.getErr());
        return ExitCode.UNEXPECTED.number();
    }

    // Settings may have several problems, each on a line of its own.
    private static void tell(CommandLine command, String message) {
        command.getErr()
                .println("conformance: "
                        + message.lines()
                                .map(UntrustedText::printable)
                                .collect(Collectors.joining(System.lineSeparator())));
        command.getErr().flush();
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ConformanceMain.class.getPackage().getImplementationVersion();
            return new String[] {"conformance " + (version == null ? "(not from a jar)" : version)};
        }
    }
}

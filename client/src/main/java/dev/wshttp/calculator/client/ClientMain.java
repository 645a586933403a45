// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.explain.TraceContent;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code calculator-client}, which has a subcommand for each task. */
@Command(
        name = "calculator-client",
        description = "Calls a calculator service, secured as WCF's WSHttpBinding does with certificates.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = ClientMain.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:unexpected failure, please report it",
            "2:the command line was not understood",
            "3:a setting is bad or missing, or a file cannot be read",
            "4:a certificate is not trusted, not valid now, or not the expected service's",
            "5:the service rejected the message, or its answer could not be verified",
            "6:cannot connect to the service, cannot get its WSDL, or no calculator service answers there"
        },
        footerHeading = "%nStart here:%n",
        footer = {
            "  calculator-client --config client.properties doctor          finds out what is missing",
            "  calculator-client --config client.properties demo            the five calls of WCF's sample",
            "  calculator-client --config client.properties add 100 15.99   prints 115.99",
            "  calculator-client --config client.properties --json whoami   for scripts",
            "  calculator-client --config client.properties --wsdl http://localhost:8080/Calculator?wsdl demo",
            "                                                               takes mode, suite and address from the WSDL",
            "  calculator-client --config client.properties --trace . demo  writes what was sent and received, explained",
            "  calculator-client --config App.config convert                prints a file of WCF as a properties file",
            "",
            "A setting is taken from --set, else from a system property (-D), else from the environment",
            "(message-security.trust.file is MESSAGE_SECURITY_TRUST_FILE there), else from the file.",
            "File names in the file start at its directory; without a file, at the current directory."
        })
public final class ClientMain {
    private static final int HELP_COLUMNS = 110;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The settings: a properties file, or an App.config or Web.config of WCF.")
    private @Nullable Path config;

    @Option(
            names = {"-w", "--wsdl"},
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The service's WSDL, an address or a file; short for --set message-security.wsdl=URL.")
    private @Nullable String wsdl;

    @Option(
            names = {"-s", "--set"},
            scope = ScopeType.INHERIT,
            paramLabel = "KEY=VALUE",
            description = "One setting, with priority over the file and the environment. May be repeated.")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the result, or the failure, as one line of JSON.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Print the duration of each step, and log what the library does.")
    private boolean verbose;

    @Option(
            names = "--trace",
            scope = ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description =
                    "Write the page of the exchange to a folder that exists: names, structure, verdicts and times, no plaintext and no keys.")
    private @Nullable Path trace;

    @Option(
            names = "--trace-with-plaintext-and-keys",
            scope = ScopeType.INHERIT,
            description =
                    "DANGER: with --trace, the page has all content, and secrets. A reader of it can read and write messages. For test data only.")
    private boolean traceWithPlaintextAndKeys;

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

    private ClientMain() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LogOutput.start();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var main = new ClientMain();
        var commandLine = new CommandLine(main);
        for (Operation operation : Operation.values()) {
            commandLine.addSubcommand(operation.commandName(), ArithmeticCommand.of(operation));
        }
        commandLine
                .addSubcommand(new WhoAmICommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new ConvertCommand())
                .addSubcommand(new ExplainCommand());
        // With this, -3 is a number and not an option.
        return commandLine
                .setUnmatchedOptionsArePositionalParams(true)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(ClientMain::refuse)
                .setExecutionExceptionHandler((failure, command, parsed) -> main.explain(failure));
    }

    /** @throws ParameterException if neither a file nor a WSDL was named */
    ClientSettings settings() {
        var all = new LinkedHashMap<>(overrides);
        if (wsdl != null) {
            all.put(MessageSecurityConfiguration.PREFIX + "wsdl", wsdl);
        }
        try {
            return config == null && wsdl != null
                    ? ClientSettings.withoutFile(all)
                    : ClientSettings.load(settingsFile(), all);
        } catch (MessageSecurityException refused) {
            throw Diagnosis.ofSettings(refused);
        }
    }

    Report report() {
        if (verbose) {
            LogOutput.showDetails();
        }
        var root = spec.commandLine();
        return new Report(
                root.getOut(),
                root.getErr(),
                json ? Report.Format.JSON : Report.Format.TEXT,
                verbose ? Report.Detail.STEPS : Report.Detail.RESULTS);
    }

    /**
     * Begins the trace that the command line asks for.
     *
     * @throws ParameterException if it asks for its content only
     */
    Tracing tracing(Report report) {
        Path folder = trace;
        if (folder == null) {
            if (traceWithPlaintextAndKeys) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Missing option: --trace=FOLDER (--trace-with-plaintext-and-keys says what it has)");
            }
            return Tracing.OFF;
        }
        try {
            return Tracing.in(
                    folder,
                    traceWithPlaintextAndKeys ? TraceContent.WITH_PLAINTEXT_AND_KEYS : TraceContent.NAMES_ONLY,
                    page -> report.note("The trace is in '" + page + "'."));
        } catch (MessageSecurityException unusable) {
            throw Diagnosis.ofSettings(unusable);
        }
    }

    private Path settingsFile() {
        if (config == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing option: --config=FILE (the settings: a properties file, or an App.config of WCF), or --wsdl=URL and the"
                            + " other settings by --set");
        }
        return config;
    }

    // The parsed options are not reliable here, because the parsing may have failed.
    private static int refuse(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        Report.Format format = List.of(arguments).contains("--json") ? Report.Format.JSON : Report.Format.TEXT;
        new Report(command.getOut(), command.getErr(), format, Report.Detail.RESULTS)
                .failure(new ClientFailure(ExitCode.USAGE, "USAGE", String.valueOf(mistake.getMessage())));
        UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    private int explain(Exception failure) {
        if (failure instanceof ClientFailure known) {
            report().failure(known);
            return known.exitCode().number();
        }
        report().failure(new ClientFailure(
                ExitCode.UNEXPECTED, "UNEXPECTED", "This should not happen; please report it: " + failure, failure));
        failure.printStackTrace(spec.commandLine().getErr());
        return ExitCode.UNEXPECTED.number();
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ClientMain.class.getPackage().getImplementationVersion();
            return new String[] {"calculator-client " + (version == null ? "(not from a jar)" : version)};
        }
    }
}

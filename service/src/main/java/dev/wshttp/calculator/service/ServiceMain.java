// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.explain.ExchangeTrace;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.config.ConfiguredService;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code calculator-service}, which serves until the process is stopped. */
@Command(
        name = "calculator-service",
        description = {
            "Serves the calculator, secured as WCF's WSHttpBinding does with certificates.",
            "Prints 'READY <address>' when it accepts calls, and logs to standard error."
        },
        versionProvider = ServiceMain.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped on request (143 by SIGTERM)",
            "1:unexpected failure, please report it",
            "2:the command line was not understood",
            "3:a setting is bad or missing, or a file cannot be read",
            "4:the service's certificate cannot be used",
            "6:cannot listen on the address"
        },
        footerHeading = "%nStart here:%n",
        footer = {
            "  java -jar cert-tools.jar init --out certs          make certificates for both sides",
            "  calculator-service --config service.properties     serve with the settings of a file",
            "  calculator-service --config Web.config convert     print a file of WCF as a properties file",
            "  calculator-service --config service.properties -s message-security.address=http://localhost:9090/c",
            "",
            "A setting is taken from --set, else from a system property (-D), else from the environment",
            "(message-security.trust.file is MESSAGE_SECURITY_TRUST_FILE there), else from the file.",
            "File names in the file start at its directory.",
            "A browser at the address shows how to call the service, and ?wsdl there describes it to programs;",
            "service.page=false and service.metadata=false switch that off.",
            "service.trace=FOLDER writes pages of what is sent and received, explained, without plaintext and keys."
        })
public final class ServiceMain implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);
    private static final int HELP_COLUMNS = 110;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The settings: a properties file, or an App.config or Web.config of WCF.")
    private Path config = Path.of("service.properties");

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "One setting, with priority over the file and the environment. May be repeated.")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = {"-v", "--verbose"},
            description = "Log each verified request: its id, its sender and how long its verification took.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
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

    private ServiceMain() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LogOutput.start();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ServiceMain())
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler((mistake, arguments) -> refuse(mistake));
    }

    /** Prints the properties file that says the same as an App.config or Web.config of WCF. */
    @Command(
            name = "convert",
            description = {
                "Prints the properties file that says the same as an App.config or Web.config of WCF, and ends.",
                "A comment above each setting names the line that it comes from. No other file is opened."
            },
            footerHeading = "%nExample:%n",
            footer = "  calculator-service --config Web.config convert > service.properties")
    int convert() {
        try {
            ServiceSettings.load(config, overrides)
                    .converted()
                    .forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            return ExitCode.DONE;
        } catch (MessageSecurityException refused) {
            return report(StartFailure.ofSettings(refused));
        }
    }

    /** Serves until the thread is interrupted or the process ends. */
    @Override
    public Integer call() {
        try {
            ServiceSettings settings = ServiceSettings.load(config, overrides);
            LogOutput.use(settings.logFormat());
            if (verbose) {
                LogOutput.showDetails();
            }
            ConfiguredService endpoint = settings.endpoint();
            requireUsableCertificate(endpoint);
            HostOptions options = settings.hostOptions();
            return serve(endpoint, options, settings.trace().map(TraceSettings::open));
        } catch (MessageSecurityException refused) {
            return report(StartFailure.ofSettings(refused));
        }
    }

    // Without this check the service would start, and each client would refuse its certificate.
    private static void requireUsableCertificate(ConfiguredService service) {
        if (service.feature().side() instanceof MessageSecurityFeature.Service side) {
            X509CertificateValidator.requireUsable(
                    side.credentials().serviceCertificate().certificate(), Role.SERVICE, Instant.now());
        }
    }

    private int serve(ConfiguredService service, HostOptions options, Optional<ExchangeTrace> trace) {
        MessageSecurityFeature security =
                trace.map(known -> known.watch(service.feature())).orElseGet(service::feature);
        try (var host = CalculatorServiceHost.open(security, service.listenOn(), options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(host, trace), "calculator-stop"));
            LOG.info("Listening on port {} for {}", host.port(), host.address());
            spec.commandLine().getOut().println("READY " + host.address());
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (InterruptedException asked) {
            return ExitCode.DONE;
        } catch (CannotListenException refused) {
            return report(StartFailure.ofMetrics(refused));
        } catch (IOException refused) {
            return report(StartFailure.ofBinding(service.listenOn(), refused));
        }
    }

    // The last answers are in the trace, too.
    private static void end(CalculatorServiceHost host, Optional<ExchangeTrace> trace) {
        host.close();
        trace.ifPresent(ExchangeTrace::close);
    }

    private static int refuse(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        command.getErr().println("calculator-service: " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
        command.getErr().println("Try 'calculator-service --help'.");
        return ExitCode.USAGE;
    }

    private int report(StartFailure failure) {
        spec.commandLine().getErr().println("calculator-service: " + failure.message());
        return failure.exitCode();
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ServiceMain.class.getPackage().getImplementationVersion();
            return new String[] {"calculator-service " + (version == null ? "(not from a jar)" : version)};
        }
    }
}

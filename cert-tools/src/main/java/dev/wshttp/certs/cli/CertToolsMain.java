// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateTrustException;
import dev.wshttp.certs.CredentialFileException;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command {@code cert-tools} with its subcommands. */
@Command(
        name = "cert-tools",
        description = "Issues, describes and verifies the certificates of a service and its clients.",
        subcommands = {
            InitCommand.class,
            IssueCommand.class,
            CsrCommand.class,
            RenewCommand.class,
            RevokeCommand.class,
            InspectCommand.class,
            VerifyCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:unexpected failure, please report it",
            "2:the command line was not understood",
            "3:a file, password or other setting is missing or wrong",
            "4:a certificate, key or revocation list cannot be used or is not trusted"
        },
        footerHeading = "%nStart here:%n",
        footer = {
            "  cert-tools init --out certs        make all files that both sides need",
            "  cert-tools inspect certs/service.pem",
            "  cert-tools COMMAND --help          describe a command, with examples"
        })
public final class CertToolsMain {

    private static final int HELP_COLUMNS = 110;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli prints the help and never runs the command
    private boolean help;

    private CertToolsMain() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(CommandContext.ofThisProcess()).execute(arguments));
    }

    static CommandLine commandLine(CommandContext context) {
        return new CommandLine(new CertToolsMain(), new ContextFactory(context))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(Refusal::ofUsage)
                .setExecutionExceptionHandler(CertToolsMain::report);
    }

    private static int report(Exception failure, CommandLine command, ParseResult parsed) {
        var refusal = refusal(failure);
        refusal.print(command, parsed.originalArgs());
        if (refusal.exitCode() == ExitCodes.UNEXPECTED) {
            failure.printStackTrace(command.getErr());
        }
        return refusal.exitCode();
    }

    private static Refusal refusal(Exception failure) {
        if (failure instanceof CredentialFileException) {
            return new Refusal(ExitCodes.CONFIGURATION_OR_FILE, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof CertificateTrustException) {
            return new Refusal(ExitCodes.CERTIFICATE_OR_TRUST, String.valueOf(failure.getMessage()));
        }
        return new Refusal(
                ExitCodes.UNEXPECTED, "The command failed unexpectedly; please report it with the lines below.");
    }

    /** Gives the context to every command whose constructor takes it. */
    private record ContextFactory(CommandContext context) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1
                        && constructor.getParameterTypes()[0] == CommandContext.class) {
                    return type.cast(constructor.newInstance(context));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}

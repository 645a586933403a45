// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateReport;
import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.CredentialFiles;
import dev.wshttp.certs.SigningRequest;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a key and a certificate that an existing authority issues. */
@Command(
        name = "issue",
        description = "Makes a key, and issues its certificate for a service or a client.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cert-tools issue --ca certs/ca.p12 --ca-password-file certs/ca.password \\",
            "      --profile client --subject Adatum.com --out adatum",
            "  cert-tools issue --ca certs/ca.p12 --ca-password-env CA_PASSWORD --profile service \\",
            "      --subject \"CN=Fabrikam.com,O=Fabrikam\" --dns Fabrikam.com --dns localhost \\",
            "      --name fabrikam --out certs",
            "",
            "  cert-tools issue --ca certs/ca.p12 --csr partner.csr --profile client --out partner",
            "",
            "Writes NAME.p12, NAME.password, NAME.pem and NAME-key.pem. Only you can read them.",
            "With --csr it writes NAME.pem alone: the key stays with its owner."
        })
final class IssueCommand implements Callable<Integer> {

    /** The purposes for which this command issues certificates. */
    enum LeafProfile {
        SERVICE(CertificateProfile.SERVICE),
        CLIENT(CertificateProfile.CLIENT);

        private final CertificateProfile profile;

        LeafProfile(CertificateProfile profile) {
            this.profile = profile;
        }

        CertificateProfile profile() {
            return profile;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final CommandContext context;

    @Mixin
    private AuthorityStore authority = new AuthorityStore();

    @Option(
            names = "--profile",
            required = true,
            paramLabel = "PROFILE",
            description = "Purpose of the certificate: ${COMPLETION-CANDIDATES}.")
    private LeafProfile profile = LeafProfile.SERVICE;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            converter = SubjectConverter.class,
            description = "Owner: a name, or a distinguished name such as CN=Contoso.com,O=Contoso. "
                    + "Default with --csr: the subject of the request.")
    private @Nullable X500Principal subject;

    @Option(
            names = "--csr",
            paramLabel = "FILE",
            description = "Certificate request of an owner who keeps the key; no key is made then.")
    private @Nullable Path signingRequest;

    @Option(
            names = "--dns",
            paramLabel = "NAME",
            converter = DnsNameConverter.class,
            description = "Host name in the certificate; repeat for more. WCF shows the first. "
                    + "Default: the names of the request, or the common name if it is a host name.")
    private List<String> dnsNames = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory for the files.")
    private Path directory = Path.of("certs");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            converter = FileNameConverter.class,
            description = "Name of the files without extension. Default: the profile, or the name of the request.")
    private @Nullable String name;

    @Mixin
    private NewKeyOptions keys = new NewKeyOptions();

    @Mixin
    private NewStorePassword password = new NewStorePassword();

    @Mixin
    private ReplaceOption replace = new ReplaceOption();

    @Mixin
    private Output output = new Output();

    IssueCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return signingRequest == null ? issueWithNewKey() : issueTo(signingRequest);
    }

    private int issueWithNewKey() {
        if (subject == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "No subject was given (expected: --subject NAME, or --csr FILE). Name the owner.");
        }
        var issued = authority.open(context).issue(request(subject, dnsNames), keys.generateKeyPair(context));
        var fileName = name == null ? profile.toString() : name;
        var files = CredentialFiles.builder()
                .credential(fileName, issued, password.get(context))
                .keepKeysOutOfGit(directory)
                .build()
                .writeTo(directory, replace.existingFiles());
        return print(issued.certificate(), files);
    }

    private int issueTo(Path file) {
        var asked = SigningRequest.read(InputFiles.read(file), file.toString());
        var certificate = authority
                .open(context)
                .certify(
                        request(
                                subject == null ? asked.subject() : subject,
                                dnsNames.isEmpty() ? asked.dnsNames() : dnsNames),
                        asked.publicKey());
        var fileName = name == null ? InputFiles.stem(file) : name;
        var files = CredentialFiles.builder()
                .certificate(fileName, certificate)
                .build()
                .writeTo(directory, replace.existingFiles());
        return print(certificate, files);
    }

    private CertificateRequest request(X500Principal owner, List<String> names) {
        var validity = keys.validity(context);
        return names.isEmpty()
                ? CertificateRequest.forSubject(profile.profile(), validity, owner)
                : new CertificateRequest(profile.profile(), owner, names, validity);
    }

    private int print(X509Certificate certificate, List<Path> files) {
        var report = CertificateReport.of(certificate, context.clock().instant(), CertificateReport.DEFAULT_NOTICE);
        output.print(() -> WrittenFiles.text(files, report), () -> WrittenFiles.json(files, report));
        return ExitCodes.DONE;
    }
}

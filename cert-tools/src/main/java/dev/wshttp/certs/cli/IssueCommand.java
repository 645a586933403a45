// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateReport;
import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.CredentialFiles;
import dev.wshttp.certs.IssuedCertificate;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "Writes NAME.p12, NAME.password, NAME.pem and NAME-key.pem. Only you can read them."
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

    @Option(
            names = "--subject",
            required = true,
            paramLabel = "NAME",
            converter = SubjectConverter.class,
            description = "Owner: a name, or a distinguished name such as CN=Contoso.com,O=Contoso.")
    private X500Principal subject = new X500Principal("");

    @Option(
            names = "--dns",
            paramLabel = "NAME",
            converter = DnsNameConverter.class,
            description = "Host name in the certificate; repeat for more. WCF shows the first. "
                    + "Default: the common name, if it is a host name.")
    private List<String> dnsNames = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory for the files.")
    private Path directory = Path.of("certs");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            converter = FileNameConverter.class,
            description = "Name of the files without extension. Default: the profile.")
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
        var issued = authority.open(context).issue(request(), keys.generateKeyPair(context));
        var fileName = name == null ? profile.toString() : name;
        var files = CredentialFiles.builder()
                .credential(fileName, issued, password.get(context))
                .build()
                .writeTo(directory, replace.existingFiles());
        output.print(() -> text(issued, files), () -> json(issued, files));
        return ExitCodes.DONE;
    }

    private CertificateRequest request() {
        var validity = keys.validity(context);
        return dnsNames.isEmpty()
                ? CertificateRequest.forSubject(profile.profile(), validity, subject)
                : new CertificateRequest(profile.profile(), subject, dnsNames, validity);
    }

    private String text(IssuedCertificate issued, List<Path> files) {
        var written = files.stream().map(file -> "  " + file + "\n").collect(Collectors.joining());
        return "Wrote\n" + written + report(issued).toText();
    }

    private JsonObject json(IssuedCertificate issued, List<Path> files) {
        return Json.createObjectBuilder()
                .add(
                        "files",
                        Json.createArrayBuilder(
                                files.stream().map(Path::toString).toList()))
                .add("certificate", report(issued).toJson())
                .build();
    }

    private CertificateReport report(IssuedCertificate issued) {
        return CertificateReport.of(issued.certificate(), context.clock().instant(), CertificateReport.DEFAULT_NOTICE);
    }
}

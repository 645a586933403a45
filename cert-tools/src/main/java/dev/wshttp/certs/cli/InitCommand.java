// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.CredentialFiles;
import dev.wshttp.certs.IssuedCertificate;
import dev.wshttp.certs.RevocationList;
import dev.wshttp.certs.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javax.security.auth.x500.X500Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the certificates of an authority, a service and a client, and describes the files. */
@Command(
        name = "init",
        description = "Makes all files with which a service and a client authenticate each other.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cert-tools init --out certs",
            "  cert-tools init --out certs --days 30 --key-size 3072",
            "  cert-tools init --out certs --service-dns calc.example.org --client-name Partner",
            "",
            "Only you can read the files. The .gitignore among them keeps keys and passwords out of Git.",
            "If one of them exists already (see --force) or cannot be",
            "written, nothing changes."
        })
final class InitCommand implements Callable<Integer> {

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

    private final CommandContext context;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory for the files.")
    private Path directory = Path.of("certs");

    @Option(
            names = "--service-dns",
            paramLabel = "NAME",
            defaultValue = "Contoso.com,localhost",
            split = ",",
            converter = DnsNameConverter.class,
            description = "Names of the service. The first is its common name and the identity that clients expect. "
                    + "Default: ${DEFAULT-VALUE}.")
    private List<String> serviceNames = List.of();

    @Option(
            names = "--client-name",
            paramLabel = "NAME",
            defaultValue = "Cohowinery.com",
            converter = SubjectConverter.class,
            description = "Name of the client. Default: ${DEFAULT-VALUE}.")
    private X500Principal clientName = new X500Principal("");

    @Option(
            names = "--ca-name",
            paramLabel = "NAME",
            defaultValue = "Calculator demo authority",
            converter = SubjectConverter.class,
            description = "Name of the authority. Default: ${DEFAULT-VALUE}.")
    private X500Principal authorityName = new X500Principal("");

    @Mixin
    private NewKeyOptions keys = new NewKeyOptions();

    @Mixin
    private NewStorePassword password = new NewStorePassword();

    @Mixin
    private ReplaceOption replace = new ReplaceOption();

    @Mixin
    private Output output = new Output();

    InitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        requireServiceName();
        var existing = replace.existingFiles();
        var validity = keys.validity(context);
        var authority = createAuthority(validity);
        var service = authority.issue(
                CertificateRequest.named(CertificateProfile.SERVICE, validity, serviceNames),
                keys.generateKeyPair(context));
        var client = authority.issue(
                CertificateRequest.forSubject(CertificateProfile.CLIENT, validity, clientName),
                keys.generateKeyPair(context));
        files(authority, service, client, validity).writeTo(directory, existing);
        var guide = new DemoSetGuide(directory, service.certificate(), client.certificate());
        output.print(guide::toText, guide::toJson);
        return ExitCodes.DONE;
    }

    // The value "," splits into an empty list.
    private void requireServiceName() {
        if (serviceNames.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "No service name was given (expected: at least one host name). Give --service-dns NAME.");
        }
    }

    // The validity of the authority includes that of the certificates that it issues.
    private CertificateAuthority createAuthority(Validity issued) {
        var usualEnd = issued.notBefore().plus(AUTHORITY_LIFE);
        var end = issued.notAfter().isAfter(usualEnd) ? issued.notAfter() : usualEnd;
        return CertificateAuthority.createRoot(
                authorityName, keys.generateKeyPair(context), new Validity(issued.notBefore(), end), context.random());
    }

    // The list is valid for as long as the certificates, so that the demo works until they expire.
    private CredentialFiles files(
            CertificateAuthority authority, IssuedCertificate service, IssuedCertificate client, Validity validity) {
        return CredentialFiles.builder()
                .store("ca", authority.credential(), password.get(context))
                .certificate("ca", authority.certificate())
                .revocationList("ca", authority.sign(RevocationList.empty(), validity))
                .credential("service", service, password.get(context))
                .credential("client", client, password.get(context))
                .keepKeysOutOfGit(directory)
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateReport;
import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.CertificateTrustException;
import dev.wshttp.certs.CredentialFiles;
import dev.wshttp.certs.IssuedCertificate;
import dev.wshttp.certs.Pkcs12;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues a certificate again before it expires: for the same key, subject, names and purpose. */
@Command(
        name = "renew",
        description = {
            "Issues a certificate again, for the same key, subject, names and purpose, with a new validity.",
            "A peer that trusts the authority notices nothing; one that pins the certificate needs the new one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cert-tools renew certs/client.p12 --ca certs/ca.p12 --force",
            "  cert-tools renew certs/service.pem --ca certs/ca.p12 --days 90 --out renewed",
            "  cert-tools renew certs/ca.p12 --ca certs/ca.p12 --days 3650 --force",
            "",
            "Of a store NAME.p12 it writes NAME.p12 with the same password, NAME.pem and NAME-key.pem; of a certificate",
            "only NAME.pem. The authority renews itself when it is named as both; keep its old certificate beside the new",
            "one (ca.pem may hold both) until every side has the new one."
        })
final class RenewCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "FILE", description = "Store (.p12, .pfx) or certificate (.pem) to renew.")
    private Path file = Path.of("service.p12");

    @Mixin
    private StorePassword password = new StorePassword();

    @Mixin
    private AuthorityStore authorityStore = new AuthorityStore();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "365",
            converter = NewKeyOptions.Days.class,
            description = "Days until the new certificate expires. Default: ${DEFAULT-VALUE}.")
    private int days = 365;

    @Option(names = "--out", paramLabel = "DIR", description = "Directory for the files. Default: that of the file.")
    private @Nullable Path directory;

    @Mixin
    private ReplaceOption replace = new ReplaceOption();

    @Mixin
    private Output output = new Output();

    RenewCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var authority = authorityStore.open(context);
        var content = InputFiles.read(file);
        var files = CredentialFiles.builder();
        X509Certificate renewed;
        if (Pkcs12.isStore(content)) {
            var secret = password.open(file, context);
            var old = Pkcs12.credential(content, secret, file.toString());
            var issued = renewed(authority, old);
            renewed = issued.certificate();
            add(files, old, issued, secret);
        } else {
            renewed = renewed(authority, InputFiles.certificates(file).get(0));
            files.certificate(InputFiles.stem(file), renewed);
        }
        var written = files.build().writeTo(target(), replace.existingFiles());
        var report = CertificateReport.of(renewed, context.clock().instant(), CertificateReport.DEFAULT_NOTICE);
        output.print(() -> WrittenFiles.text(written, report), () -> WrittenFiles.json(written, report));
        return ExitCodes.DONE;
    }

    // Only the key of a service or a client has a copy in PEM.
    private void add(CredentialFiles.Builder files, IssuedCertificate old, IssuedCertificate issued, char[] secret) {
        var name = InputFiles.stem(file);
        if (isAuthority(old.certificate())) {
            files.store(name, issued, secret).certificate(name, issued.certificate());
        } else {
            files.credential(name, issued, secret);
        }
        files.keepKeysOutOfGit(target());
    }

    private Path target() {
        return Optional.ofNullable(directory)
                .orElseGet(() ->
                        Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(".")));
    }

    private IssuedCertificate renewed(CertificateAuthority authority, IssuedCertificate old) {
        if (old.certificate().equals(authority.certificate())) {
            return authority.renewed(NewKeyOptions.validity(context, days)).credential();
        }
        return new IssuedCertificate(
                old.key(), List.of(renewed(authority, old.certificate()), authority.certificate()));
    }

    private X509Certificate renewed(CertificateAuthority authority, X509Certificate old) {
        if (old.equals(authority.certificate())) {
            return authority.renewed(NewKeyOptions.validity(context, days)).certificate();
        }
        authority.requireIssued(old);
        var request = CertificateRequest.like(old, profile(old), NewKeyOptions.validity(context, days));
        return authority.certify(request, old.getPublicKey());
    }

    private CertificateProfile profile(X509Certificate old) {
        var profiles = CertificateReport.of(old, context.clock().instant(), CertificateReport.DEFAULT_NOTICE)
                .goodFor();
        if (profiles.size() != 1 || isAuthority(old)) {
            throw new CertificateTrustException("The certificate '" + old.getSubjectX500Principal()
                    + "' was not issued by one profile of these tools (expected: the purpose of a service or of a client)."
                    + " Issue a new one with 'cert-tools issue'.");
        }
        return profiles.get(0);
    }

    private static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }
}

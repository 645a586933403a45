// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateVerifier;
import dev.wshttp.certs.CredentialFileException;
import dev.wshttp.certs.Pkcs12;
import dev.wshttp.certs.VerificationPolicy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a certificate as the other side will. */
@Command(
        name = "verify",
        description = "Checks chain, validity, strength, purpose, revocation and name of a certificate, "
                + "as the other side will.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cert-tools verify certs/service.pem --ca certs/ca.pem --crl certs/ca.crl \\",
            "      --purpose service --dns Contoso.com",
            "  cert-tools verify certs/client.p12 --password-file certs/client.password \\",
            "      --ca certs/ca.pem --purpose client --json",
            "",
            "The exit code is 0 if every requested check passed, and 4 if one failed."
        })
final class VerifyCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(
            paramLabel = "FILE",
            description = "Certificate in PEM, DER or PKCS#7, with intermediate certificates if any; or a store.")
    private Path file = Path.of("service.pem");

    @Mixin
    private StorePassword password = new StorePassword();

    @Option(
            names = "--ca",
            required = true,
            paramLabel = "FILE",
            description = "Certificates of the trusted authorities, the root among them; repeat for more.")
    private List<Path> authorities = List.of();

    @Option(
            names = "--crl",
            paramLabel = "FILE",
            description = "Revocation list of an authority; repeat for more. Default: revocation is not checked.")
    private List<Path> lists = List.of();

    @Option(
            names = "--purpose",
            paramLabel = "PROFILE",
            description = "Required purpose of the certificate: ${COMPLETION-CANDIDATES}.")
    private IssueCommand.@Nullable LeafProfile purpose;

    @Option(
            names = "--dns",
            paramLabel = "NAME",
            description = "Name that the certificate must carry, compared like WCF's identity/dns.")
    private @Nullable String dnsName;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = NewKeyOptions.InstantConverter.class,
            description = "Instant of the check, as in 2027-01-31T08:00:00Z. Default: now.")
    private @Nullable Instant at;

    @Mixin
    private Output output = new Output();

    VerifyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var instant = at == null ? context.clock().instant() : at;
        var report = new CertificateVerifier(policy()).verify(chain(), instant);
        output.print(report::toText, report::toJson);
        return report.isTrusted() ? ExitCodes.DONE : ExitCodes.CERTIFICATE_OR_TRUST;
    }

    private VerificationPolicy policy() {
        return new VerificationPolicy(
                trusted(),
                lists.stream().map(InputFiles::revocationList).toList(),
                Optional.ofNullable(purpose).map(IssueCommand.LeafProfile::profile),
                Optional.ofNullable(dnsName));
    }

    private List<X509Certificate> trusted() {
        var trusted = authorities.stream()
                .flatMap(path -> InputFiles.authorities(path, context).stream())
                .toList();
        if (trusted.isEmpty()) {
            throw new CredentialFileException(
                    "There is no authority in '" + authorities
                            + "' (expected: at least one root; the chain of a key in a store is not trusted). Name the certificate of the authority.");
        }
        return trusted;
    }

    private List<X509Certificate> chain() {
        return InputFiles.isStore(file)
                ? Pkcs12.certificates(InputFiles.read(file), password.open(file, context), file.toString())
                : InputFiles.chain(file);
    }
}

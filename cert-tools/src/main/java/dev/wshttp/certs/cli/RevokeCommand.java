// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.CredentialFiles;
import dev.wshttp.certs.ExistingFiles;
import dev.wshttp.certs.RevocationList;
import dev.wshttp.certs.RevocationListReport;
import dev.wshttp.certs.RevocationReasons;
import dev.wshttp.certs.Validity;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Revokes certificates: adds them to the revocation list and signs it again. */
@Command(
        name = "revoke",
        description = {
            "Adds certificates to the authority's revocation list and signs the list again.",
            "Earlier entries stay. Without a certificate it only extends the validity of the list."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cert-tools revoke --ca certs/ca.p12 --ca-password-file certs/ca.password \\",
            "      --crl certs/ca.crl --certificate certs/client.pem --reason keyCompromise",
            "  cert-tools revoke --ca certs/ca.p12 --ca-password-file certs/ca.password \\",
            "      --crl certs/ca.crl --serial 8f3a1c...",
            "",
            "Copy the new list to every side that checks certificates."
        })
final class RevokeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private AuthorityStore authorityStore = new AuthorityStore();

    @Option(
            names = "--crl",
            required = true,
            paramLabel = "FILE",
            description = "Present list of the authority; the new list replaces it.")
    private Path listFile = Path.of("ca.crl");

    @Option(names = "--certificate", paramLabel = "FILE", description = "Certificate to revoke; repeat for more.")
    private List<Path> certificateFiles = List.of();

    @Option(
            names = "--serial",
            paramLabel = "HEX",
            converter = SerialConverter.class,
            description = "Serial number to revoke, as 'inspect' shows it; repeat for more.")
    private List<BigInteger> serials = List.of();

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "unspecified",
            converter = ReasonConverter.class,
            description = "Reason: unspecified, keyCompromise, affiliationChanged, superseded, cessationOfOperation "
                    + "or privilegeWithdrawn. Default: ${DEFAULT-VALUE}.")
    private CRLReason reason = CRLReason.UNSPECIFIED;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "365",
            converter = NewKeyOptions.Days.class,
            description = "Days until the list must be signed again. Default: ${DEFAULT-VALUE}.")
    private int days = 365;

    @Mixin
    private Output output = new Output();

    RevokeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var authority = authorityStore.open(context);
        var list = RevocationList.after(InputFiles.revocationList(listFile), authority.certificate());
        for (var serial : serialsToRevoke(authority)) {
            list = list.with(new RevocationList.Entry(serial, context.clock().instant(), reason));
        }
        var signed = authority.sign(list, Validity.startingNow(context.clock(), Duration.ofDays(days)));
        replaceList(signed);
        var report = RevocationListReport.of(signed, context.clock().instant());
        output.print(() -> "Wrote " + listFile + "\n" + report.toText(), report::toJson);
        return ExitCodes.DONE;
    }

    private List<BigInteger> serialsToRevoke(CertificateAuthority authority) {
        var all = new ArrayList<>(serials);
        for (var file : certificateFiles) {
            var certificate = InputFiles.certificates(file).get(0);
            authority.requireIssued(certificate);
            all.add(certificate.getSerialNumber());
        }
        return all;
    }

    private void replaceList(X509CRL signed) {
        CredentialFiles.builder()
                .revocationListAs(String.valueOf(listFile.getFileName()), signed)
                .build()
                .writeTo(listFile.toAbsolutePath().resolveSibling("."), ExistingFiles.REPLACE);
    }

    static final class ReasonConverter implements ITypeConverter<CRLReason> {
        @Override
        public CRLReason convert(String value) {
            return RevocationReasons.named(value)
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is not a reason (expected: one of "
                            + String.join(", ", RevocationReasons.names()) + ")"));
        }
    }

    static final class SerialConverter implements ITypeConverter<BigInteger> {

        private static final Pattern SERIAL = Pattern.compile("[0-9A-Fa-f]{1,40}"); // RFC 5280: at most 20 octets

        @Override
        public BigInteger convert(String value) {
            if (!SERIAL.matcher(value).matches()) {
                throw new TypeConversionException(
                        "'" + value + "' is not a serial number (expected: up to 40 hexadecimal digits)");
            }
            return new BigInteger(value, 16);
        }
    }
}

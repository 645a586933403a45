// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateReport;
import dev.wshttp.certs.Pkcs12;
import dev.wshttp.certs.RevocationListReport;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes the certificates or the revocation list in a file. */
@Command(
        name = "inspect",
        description =
                "Describes the possible uses of a certificate, store or revocation list, and warns before it expires.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cert-tools inspect certs/service.pem",
            "  cert-tools inspect certs/client.p12 --password-file certs/client.password",
            "  cert-tools inspect certs/ca.crl --json",
            "",
            "It only describes: the exit code is 0 for an expired certificate, too. To check one, use 'verify'."
        })
final class InspectCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "FILE", description = "PEM or DER file, or a store that ends in .p12 or .pfx.")
    private Path file = Path.of("service.pem");

    @Mixin
    private StorePassword password = new StorePassword();

    @Option(
            names = "--warn-days",
            paramLabel = "DAYS",
            defaultValue = "30",
            converter = NewKeyOptions.Days.class,
            description = "Warn when fewer days are left. Default: ${DEFAULT-VALUE}.")
    private int warnDays = 30;

    @Mixin
    private Output output = new Output();

    InspectCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (isRevocationList()) {
            var report = RevocationListReport.of(
                    InputFiles.revocationList(file), context.clock().instant());
            output.print(report::toText, report::toJson);
        } else {
            var reports = certificates().stream().map(this::report).toList();
            output.print(() -> text(reports), () -> json(reports));
        }
        return ExitCodes.DONE;
    }

    private boolean isRevocationList() {
        return String.valueOf(file.getFileName()).endsWith(".crl")
                || new String(InputFiles.read(file), StandardCharsets.ISO_8859_1).contains("-----BEGIN X509 CRL-----");
    }

    private List<X509Certificate> certificates() {
        return InputFiles.isStore(file)
                ? Pkcs12.certificates(InputFiles.read(file), password.open(file, context), file.toString())
                : InputFiles.certificates(file);
    }

    private CertificateReport report(X509Certificate certificate) {
        return CertificateReport.of(certificate, context.clock().instant(), Duration.ofDays(warnDays));
    }

    private static String text(List<CertificateReport> reports) {
        return reports.stream().map(CertificateReport::toText).collect(Collectors.joining("\n"));
    }

    private JsonObject json(List<CertificateReport> reports) {
        var list = new ArrayList<JsonObject>();
        reports.forEach(report -> list.add(report.toJson()));
        return Json.createObjectBuilder()
                .add("file", file.toString())
                .add("certificates", Json.createArrayBuilder(list))
                .build();
    }
}

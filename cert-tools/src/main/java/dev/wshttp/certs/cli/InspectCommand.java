// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateReport;
import dev.wshttp.certs.KeyReport;
import dev.wshttp.certs.Pem;
import dev.wshttp.certs.Pkcs12;
import dev.wshttp.certs.RevocationListReport;
import dev.wshttp.certs.SigningRequest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                "Describes a certificate, key, store, request or revocation list and its possible uses, and warns before it expires.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cert-tools inspect certs/service.pem",
            "  cert-tools inspect certs/client.p12          (its password is in certs/client.password)",
            "  cert-tools inspect certs/ca.crl --json",
            "",
            "It only describes: the exit code is 0 for an expired certificate, too. To check one, use 'verify'."
        })
final class InspectCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "FILE", description = "PEM, DER or PKCS#7 file, request, key or store.")
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
        var content = InputFiles.read(file);
        if (isRevocationList(content)) {
            var report = RevocationListReport.of(
                    InputFiles.revocationList(file), context.clock().instant());
            output.print(report::toText, report::toJson);
        } else if (InputFiles.isStore(file)) {
            printStore(content);
        } else {
            printOther(content);
        }
        return ExitCodes.DONE;
    }

    private void printStore(byte[] content) {
        var secret = password.open(file, context);
        var notes = Pkcs12.notes(content, secret, file.toString());
        print(Pkcs12.certificates(content, secret, file.toString()), Optional.empty(), notes);
    }

    private void printOther(byte[] content) {
        if (SigningRequest.isPem(content)) {
            var request = SigningRequest.read(content, file.toString());
            output.print(request::toText, request::toJson);
            return;
        }
        var key = KeyReport.of(content);
        var hasCertificates = key.isEmpty() || Pem.hasCertificates(content);
        print(hasCertificates ? InputFiles.certificates(file) : List.of(), key, List.of());
    }

    private void print(List<X509Certificate> certificates, Optional<KeyReport> key, List<String> notes) {
        var reports = certificates.stream().map(this::report).toList();
        output.print(() -> text(reports, key, notes), () -> json(reports, key, notes));
    }

    private boolean isRevocationList(byte[] content) {
        return String.valueOf(file.getFileName()).endsWith(".crl")
                || new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN X509 CRL-----");
    }

    private CertificateReport report(X509Certificate certificate) {
        return CertificateReport.of(certificate, context.clock().instant(), Duration.ofDays(warnDays));
    }

    private static String text(List<CertificateReport> reports, Optional<KeyReport> key, List<String> notes) {
        var parts = new ArrayList<String>();
        key.map(KeyReport::toText).ifPresent(parts::add);
        reports.stream().map(CertificateReport::toText).forEach(parts::add);
        var told = notes.stream().map(note -> "WARNING " + note + "\n").collect(Collectors.joining());
        return String.join("\n", parts) + (told.isEmpty() ? "" : "\n" + told);
    }

    private JsonObject json(List<CertificateReport> reports, Optional<KeyReport> key, List<String> notes) {
        var list = new ArrayList<JsonObject>();
        reports.forEach(report -> list.add(report.toJson()));
        var object = Json.createObjectBuilder()
                .add("file", file.toString())
                .add("certificates", Json.createArrayBuilder(list))
                .add("warnings", Json.createArrayBuilder(notes));
        key.ifPresent(report -> object.add("key", report.toJson()));
        return object.build();
    }
}

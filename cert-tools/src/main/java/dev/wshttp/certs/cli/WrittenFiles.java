// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateReport;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Prints which files a command wrote, and the certificate in them. */
final class WrittenFiles {

    private WrittenFiles() {}

    static String text(List<Path> files, CertificateReport report) {
        return names(files) + report.toText();
    }

    static String names(List<Path> files) {
        return "Wrote\n" + files.stream().map(file -> "  " + file + "\n").collect(Collectors.joining());
    }

    static JsonObject json(List<Path> files, CertificateReport report) {
        return Json.createObjectBuilder()
                .add(
                        "files",
                        Json.createArrayBuilder(
                                files.stream().map(Path::toString).toList()))
                .add("certificate", report.toJson())
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The folder of a client with the files that {@code cert-tools init} writes, and the sample settings as properties and as a file of WCF. */
public record ClientFiles(Path directory) {
    static final String PASSWORD = "correct horse";
    private static final Path SAMPLES = Path.of("src/main/config");

    public static ClientFiles write(TestPki pki, Path directory) throws IOException {
        pki.writeTrust(directory);
        pki.service().writeCertificate(directory.resolve("service.pem"));
        pki.client().writePkcs12(directory.resolve("client.p12"), PASSWORD.toCharArray());
        Files.writeString(directory.resolve("client.password"), PASSWORD + "\n");
        var files = new ClientFiles(directory);
        for (Path sample : List.of(files.settings(), files.wcfSettings())) {
            Files.copy(SAMPLES.resolve(sample.getFileName()), sample, StandardCopyOption.REPLACE_EXISTING);
        }
        return files;
    }

    public Path settings() {
        return directory.resolve("client.properties");
    }

    public Path wcfSettings() {
        return directory.resolve("App.config");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder of a client: what {@code cert-tools init} writes, and the sample settings. */
public record ClientFiles(Path directory) {
    static final String PASSWORD = "correct horse";
    private static final Path SAMPLE = Path.of("src/main/config/client.properties");

    public static ClientFiles write(TestPki pki, Path directory) throws IOException {
        pki.writeTrust(directory);
        pki.service().writeCertificate(directory.resolve("service.pem"));
        pki.client().writePkcs12(directory.resolve("client.p12"), PASSWORD.toCharArray());
        Files.writeString(directory.resolve("client.password"), PASSWORD + "\n");
        var files = new ClientFiles(directory);
        Files.copy(SAMPLE, files.settings(), StandardCopyOption.REPLACE_EXISTING);
        return files;
    }

    public Path settings() {
        return directory.resolve("client.properties");
    }
}

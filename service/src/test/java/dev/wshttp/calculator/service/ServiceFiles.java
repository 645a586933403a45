// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The folder of a service with the files that {@code cert-tools init} writes, and the sample settings as properties and as a file of WCF. */
public record ServiceFiles(Path directory) {
    static final String PASSWORD = "correct horse";
    private static final Path SAMPLES = Path.of("src/main/config");

    public static ServiceFiles write(TestPki pki, Path directory) throws IOException {
        pki.writeTrust(directory);
        pki.service().writePkcs12(directory.resolve("service.p12"), PASSWORD.toCharArray());
        pki.service().writeCertificate(directory.resolve("service.pem"));
        Files.writeString(directory.resolve("service.password"), PASSWORD + "\n");
        var files = new ServiceFiles(directory);
        for (Path sample : List.of(files.settings(), files.wcfSettings())) {
            Files.copy(SAMPLES.resolve(sample.getFileName()), sample, StandardCopyOption.REPLACE_EXISTING);
        }
        return files;
    }

    /** Returns the feature that the sample settings make. */
    MessageSecurityFeature security() {
        return ServiceSettings.load(settings(), Map.of(), Map.of()).endpoint().feature();
    }

    public Path settings() {
        return directory.resolve("service.properties");
    }

    public Path wcfSettings() {
        return directory.resolve("Web.config");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * The folder of the demo: {@code certificates} has certificates and settings, and beside it are the recorded messages and the logs. Files of an
 * earlier run are replaced; nothing is deleted.
 *
 * @param project the directory of the parent, where the modules are
 * @param folder where to write to
 */
record DemoFolder(Path project, Path folder) {
    DemoFolder {
        project = project.toAbsolutePath().normalize();
        folder = folder.toAbsolutePath().normalize();
    }

    /** Returns the runnable jar of a module. */
    Path jar(String module, String name) {
        return project.resolve(module).resolve("target").resolve(name);
    }

    Path certificates() {
        return folder.resolve("certificates");
    }

    Path create() throws IOException {
        return Files.createDirectories(certificates());
    }

    /** Copies the sample settings of a module beside the certificates, as its README tells a reader to. */
    Path settings(String module) throws IOException {
        String name = module + ".properties";
        Path sample = project.resolve(module).resolve("src/main/config").resolve(name);
        return Files.copy(sample, certificates().resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    Path write(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    /** Reads the name and the thumbprint from the certificate of a side. */
    Identity identity(String name) throws IOException, GeneralSecurityException {
        try (var file = Files.newInputStream(certificates().resolve(name + ".pem"))) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
            byte[] thumbprint = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return new Identity(
                    certificate.getSubjectX500Principal().toString(),
                    certificate.getIssuerX500Principal().toString(),
                    HexFormat.of().withUpperCase().formatHex(thumbprint));
        }
    }

    /** The name and the thumbprint of a side, as both programs write them. */
    record Identity(String subject, String issuer, String thumbprint) {
        @Override
        public String toString() {
            return subject + "; " + thumbprint;
        }
    }
}

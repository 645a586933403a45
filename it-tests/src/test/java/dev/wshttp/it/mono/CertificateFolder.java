// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.testing.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Certificates and keys as files for both sides: {@code NAME.pem} and {@code NAME-key.pem} for Mono, {@code service.p12} with
 * {@code service.password} and {@code ca.pem} for the service's jar.
 */
public record CertificateFolder(Path folder, TestPki pki) {
    private static final String PASSWORD = "Kq7-not-in-any-log";

    static CertificateFolder in(Path folder) {
        var certificates = new CertificateFolder(folder, new TestPki());
        certificates.write();
        return certificates;
    }

    /** Adds what Mono reads to the folder of a service and its clients. */
    public static CertificateFolder of(Certificates others) {
        var certificates = new CertificateFolder(others.folder(), others.pki());
        certificates.writeKey(others.pki().service());
        certificates.writeKey(others.pki().client());
        return certificates;
    }

    /** Returns a client with the name of the good one, from an authority that the service does not trust. */
    TestCredential untrustedClient() {
        return pki.untrustedTwin(Role.CLIENT);
    }

    private void write() {
        pki.writeTrust(folder);
        writePem(pki.service());
        writePem(pki.client());
        writePem(untrustedClient());
        pki.service().writePkcs12(folder.resolve("service.p12"), PASSWORD.toCharArray());
        write("service.password", PASSWORD);
    }

    private void writePem(TestCredential credential) {
        credential.writeCertificate(folder.resolve(credential.name() + ".pem"));
        writeKey(credential);
    }

    private void writeKey(TestCredential credential) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        String key = lines.encodeToString(credential.key().getEncoded());
        write(
                credential.name() + "-key.pem",
                String.join("\n", List.of("-----BEGIN PRIVATE KEY-----", key, "-----END PRIVATE KEY-----", "")));
    }

    private void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }
}

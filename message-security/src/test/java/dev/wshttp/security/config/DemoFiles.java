// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that a client and a service are configured with, and the keys that name them. */
public record DemoFiles(Path directory) {
    public static final String PASSWORD = "correct horse";

    public static DemoFiles write(TestPki pki, Path directory) {
        pki.writeTrust(directory);
        pki.service().writePkcs12(directory.resolve("service.p12"), PASSWORD.toCharArray());
        pki.service().writeCertificate(directory.resolve("service.pem"));
        pki.client().writePkcs12(directory.resolve("client.p12"), PASSWORD.toCharArray());
        pki.client().writeCertificate(directory.resolve("client.pem"));
        var files = new DemoFiles(directory);
        files.write("store.password", PASSWORD + "\nsecond lines are for notes\n");
        files.write("client-key.pem", pem(pki.client().key().getEncoded()));
        return files;
    }

    public Map<String, String> clientSettings() {
        var settings = directMode();
        settings.put("message-security.address", "http://localhost:8080/Calculator");
        settings.put("message-security.client-certificate.file", "client.p12");
        settings.put("message-security.client-certificate.password-file", "store.password");
        settings.put("message-security.service-certificate.file", "service.pem");
        settings.put("message-security.identity.dns", "Contoso.com");
        return settings;
    }

    public Map<String, String> serviceSettings() {
        var settings = directMode();
        settings.put("message-security.address", "http://localhost:8080/Calculator");
        settings.put("message-security.service-certificate.file", "service.p12");
        settings.put("message-security.service-certificate.password-file", "store.password");
        return settings;
    }

    public Path file(String name) {
        return directory.resolve(name);
    }

    public void write(String name, String text) {
        try {
            Files.writeString(file(name), text);
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private static Map<String, String> directMode() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("message-security.negotiate-service-credential", "false");
        settings.put("message-security.establish-security-context", "false");
        settings.put("message-security.trust.file", "ca.pem");
        settings.put("message-security.trust.revocation-list", "ca.crl");
        return settings;
    }

    private static String pem(byte[] key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }
}

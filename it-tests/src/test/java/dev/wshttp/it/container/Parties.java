// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import dev.wshttp.calculator.client.CalculatorClient;
import dev.wshttp.calculator.client.ClientSettings;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/** Service and client of one test class, as settings files with the certificates that they name, in a folder of this machine. */
record Parties(Path folder, TestPki pki) {
    private static final String PASSWORD = "Zt4-of-no-importance";
    private static final String BOTH = """
            message-security.address=%s
            message-security.negotiate-service-credential=false
            message-security.establish-security-context=false
            message-security.trust.file=ca.pem
            message-security.trust.revocation-list=ca.crl
            """.formatted(CalculatorServiceContainer.ADDRESS);

    /** Writes the files of a service and of a client that believe each other. */
    static Parties createIn(Path folder) throws IOException {
        var parties = new Parties(folder, new TestPki());
        parties.pki.writeTrust(folder);
        parties.write(parties.pki.service());
        parties.write(parties.pki.client());
        parties.write(parties.pki.untrustedTwin(Role.CLIENT));
        parties.write("password", PASSWORD);
        parties.write("service.properties", BOTH + """
                        message-security.service-certificate.file=service.p12
                        message-security.service-certificate.password-file=password
                        """);
        parties.write("client.properties", BOTH + """
                        message-security.client-certificate.file=client.p12
                        message-security.client-certificate.password-file=password
                        message-security.service-certificate.file=service.pem
                        message-security.identity.dns=Contoso.com
                        """);
        return parties;
    }

    /** What a container gets to see of them. */
    ConfigFolder config() {
        return ConfigFolder.of(folder);
    }

    /** The folder itself, when everybody may read it; the files are worth nothing after the test. */
    Path readableByAll() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return folder;
    }

    /** A client in this JVM with the settings of the file, but for these. */
    CalculatorClient client(Map<String, String> otherSettings) {
        var settings = ClientSettings.load(folder.resolve("client.properties"), otherSettings);
        var endpoint = settings.endpoint();
        return CalculatorClient.open(endpoint.feature(), endpoint.connectTo());
    }

    private void write(TestCredential credential) {
        credential.writePkcs12(folder.resolve(credential.name() + ".p12"), PASSWORD.toCharArray());
        credential.writeCertificate(folder.resolve(credential.name() + ".pem"));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}

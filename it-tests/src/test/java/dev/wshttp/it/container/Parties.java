// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import dev.wshttp.calculator.client.CalculatorClient;
import dev.wshttp.calculator.client.ClientSettings;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.testing.container.CalculatorServiceContainer;
import dev.wshttp.testing.container.ConfigFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/** Service and client of one test class, as settings files with the certificates that they name, in a folder of this machine. */
record Parties(Path folder, TestPki pki) {
    private static final String PASSWORD = "Zt4-of-no-importance";
    private static final String CLUSTER_KEY = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n";
    private static final String BOTH = """
            message-security.address=%s
            message-security.trust.file=ca.pem
            message-security.trust.revocation-list=ca.crl
            """.formatted(CalculatorServiceContainer.ADDRESS);
    private static final String WITHOUT_CONTEXTS = """
            message-security.negotiate-service-credential=false
            message-security.establish-security-context=false
            """;
    private static final String SERVICE_CERTIFICATE = "message-security.service-certificate.file=service.pem\n";
    private static final String CLIENT = BOTH + """
            message-security.client-certificate.file=client.p12
            message-security.client-certificate.password-file=password
            message-security.identity.dns=Contoso.com
            """;
    private static final String SERVICE = BOTH + """
            message-security.service-certificate.file=service.p12
            message-security.service-certificate.password-file=password
            """;

    /** Writes the files of a service and of a client that believe each other, in direct mode. */
    static Parties createIn(Path folder) throws IOException {
        var parties = new Parties(folder, new TestPki());
        parties.pki.writeTrust(folder);
        parties.write(parties.pki.service());
        parties.write(parties.pki.client());
        parties.write(parties.pki.untrustedTwin(Role.CLIENT));
        parties.write("password", PASSWORD);
        parties.write("service.properties", SERVICE + WITHOUT_CONTEXTS);
        parties.write("client.properties", CLIENT + WITHOUT_CONTEXTS + SERVICE_CERTIFICATE);
        parties.write("client-in-default-mode.properties", CLIENT);
        return parties;
    }

    /** Returns what a container gets to see of them. */
    ConfigFolder config() {
        return ConfigFolder.of(folder);
    }

    /** Returns the same with nothing said of the mode, which is WCF's default; nor does the client have the service's certificate. */
    ConfigFolder configInDefaultMode() {
        return config().with("service.properties", SERVICE).with("client.properties", CLIENT);
    }

    /** Returns the same for one of several instances, which share a store. */
    ConfigFolder configOfInstance(String store) {
        return config().with("cluster.keys", CLUSTER_KEY).with("service.properties", SERVICE + """
                message-security.cluster.tokens=self-contained
                message-security.cluster.keys-file=cluster.keys
                message-security.cluster.uri=%s
                """.formatted(store));
    }

    /** Returns the folder itself after all users may read it; the files have no value after the test. */
    Path readableByAll() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return folder;
    }

    /** Returns a client in this JVM with the settings of the file, but for these. */
    CalculatorClient client(Map<String, String> otherSettings) {
        return client("client.properties", otherSettings);
    }

    /** Returns a client in this JVM in WCF's default mode, with these settings besides. */
    CalculatorClient clientInDefaultMode(Map<String, String> otherSettings) {
        return client("client-in-default-mode.properties", otherSettings);
    }

    private CalculatorClient client(String file, Map<String, String> otherSettings) {
        var settings = ClientSettings.load(folder.resolve(file), otherSettings);
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

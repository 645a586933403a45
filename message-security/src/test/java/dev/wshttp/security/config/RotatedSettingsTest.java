// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature.Client;
import dev.wshttp.security.MessageSecurityFeature.Service;
import dev.wshttp.security.credential.EndpointIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the settings name is read again when it changes. */
class RotatedSettingsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final TestPki OTHER = new TestPki();

    @TempDir
    Path folder;

    private final TestCredential renewed = PKI.validUntil(SERVICE, PKI.now().plus(Duration.ofDays(30)));

    @BeforeEach
    void writeFiles() throws IOException {
        PKI.writeTrust(folder);
        PKI.client().writePkcs12(folder.resolve("client.p12"), "of client".toCharArray());
        Files.writeString(folder.resolve("client.password"), "of client");
        PKI.service().writePkcs12(folder.resolve("service.p12"), "old".toCharArray());
        Files.writeString(folder.resolve("secret.txt"), "old");
        PKI.service().writeCertificate(folder.resolve("service.pem"));
    }

    @Test
    void readsTheServicesKeyStoreAndItsPasswordAgain() throws IOException {
        Service service = service("service-certificate.password-file=secret.txt", "trust.file=ca.pem");

        replace("service.p12", renewed, "new");
        Files.writeString(folder.resolve("secret.txt"), "new");

        assertThat(service.own(PKI.now()).certificate()).isEqualTo(renewed.certificate());
        assertThat(service.published(PKI.now())).isEqualTo(EndpointIdentity.certificate(renewed.certificate()));
    }

    @Test
    void readsTheChosenOneOfAKeyStoreAgain() throws IOException {
        Service service = service(
                "service-certificate.password-file=secret.txt",
                "service-certificate.find-type=find-by-subject-name",
                "service-certificate.find-value=Contoso.com",
                "trust.file=ca.pem");

        replace("service.p12", PKI.otherName(), "old");
        assertThat(service.own(PKI.now()).certificate()).isEqualTo(PKI.service().certificate());
        replace("service.p12", renewed, "old");

        assertThat(service.own(PKI.now().plusSeconds(5)).certificate()).isEqualTo(renewed.certificate());
    }

    @Test
    void readsAuthoritiesPeersAndListsAgain() throws Exception {
        Service service = service(
                "service-certificate.password-file=secret.txt",
                "trust.mode=peer-or-chain-trust",
                "trust.file=ca.pem",
                "trust.peers-file=service.pem",
                "trust.revocation-list=ca.crl");

        Files.delete(folder.resolve("service.pem"));
        OTHER.client().writeCertificate(folder.resolve("service.pem"));
        Files.delete(folder.resolve("ca.pem"));
        Files.delete(folder.resolve("ca.crl"));
        OTHER.writeTrust(folder);

        var trust = service.credentials().clientTrust().current(PKI.now());
        assertThat(trust.peers()).containsExactly(OTHER.client().certificate());
        assertThat(trust.authorities()).contains(OTHER.authorityCertificate());
        assertThat(trust.revocationLists(PKI.now()).get(0).getIssuerX500Principal())
                .isEqualTo(OTHER.authorityCertificate().getSubjectX500Principal());
    }

    /** Without negotiation the client encrypts for the certificate that it expects, where no other is given. */
    @Test
    void readsTheExpectedCertificateAgainForBothPurposes() throws IOException {
        Client client = client(
                "negotiate-service-credential=false", "trust.file=ca.pem", "identity.certificate-file=service.pem");

        Files.delete(folder.resolve("service.pem"));
        renewed.writeCertificate(folder.resolve("service.pem"));

        assertThat(client.credentials().serviceCertificate(PKI.now())).contains(renewed.certificate());
        assertThat(client.identity().orElseThrow().current(PKI.now()))
                .isEqualTo(EndpointIdentity.certificate(renewed.certificate()));
    }

    @Test
    void readsTheServicesCertificateAgain() throws IOException {
        Client client = client(
                "negotiate-service-credential=false",
                "trust.file=ca.pem",
                "service-certificate.file=service.pem",
                "identity.dns=Contoso.com");

        Files.delete(folder.resolve("service.pem"));
        renewed.writeCertificate(folder.resolve("service.pem"));

        assertThat(client.credentials().serviceCertificate(PKI.now())).contains(renewed.certificate());
    }

    private void replace(String name, TestCredential credential, String password) throws IOException {
        Files.delete(folder.resolve(name));
        credential.writePkcs12(folder.resolve(name), password.toCharArray());
    }

    private Service service(String... settings) throws IOException {
        Path file = write("service", "service-certificate.file=service.p12", settings);
        return (Service) ConfiguredService.fromFile(file).feature().side();
    }

    private Client client(String... settings) throws IOException {
        Path file = write("client", "client-certificate.file=client.p12", settings);
        return (Client) ConfiguredClient.fromFile(file).feature().side();
    }

    private Path write(String side, String own, String... settings) throws IOException {
        List<String> lines = Stream.concat(
                        Stream.of("address=http://localhost:8080/Calculator", own), Stream.of(settings))
                .map("message-security."::concat)
                .toList();
        return Files.write(folder.resolve(side + ".properties"), lines);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.CredentialFiles;
import dev.wshttp.certs.ExistingFiles;
import dev.wshttp.certs.IssuedCertificate;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509RevocationMode;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Keys that name a folder, as a Windows store, and find a certificate in it. */
class CertificateStoreSettingsTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    Path directory;

    private final Map<String, String> settings = new LinkedHashMap<>();

    /** The settings folder has {@code certs}, which is what {@code cert-tools init} makes. */
    @BeforeEach
    void makeDemoSet() {
        CredentialFiles.builder()
                .store("ca", PKI.authority().credential(), PASSWORD)
                .certificate("ca", PKI.authorityCertificate())
                .revocationList("ca", PKI.revocationList())
                .credential("service", issued(PKI.service()), PASSWORD)
                .credential("client", issued(PKI.client()), PASSWORD)
                .build()
                .writeTo(directory.resolve("certs"), ExistingFiles.REFUSE);
        set("address", "http://localhost:8080/Calculator");
        set("trust.file", "certs");
        set("trust.revocation-list", "certs/ca.crl");
    }

    @Test
    void findsTheServicesOwnCertificateInAFolder() {
        set("service-certificate.file", "certs");
        set("service-certificate.find-type", "FindBySubjectName");
        set("service-certificate.find-value", "Contoso.com");

        var credentials = serviceCredentials();

        assertThat(credentials.serviceCertificate().privateKey())
                .isEqualTo(PKI.service().key());
        assertThat(credentials.clientTrust().authorities()).containsExactly(PKI.authorityCertificate());
    }

    @Test
    void findsTheClientsOwnAndTheServicesCertificateInAFolder() {
        client("Cohowinery.com");
        set("negotiate-service-credential", "false");
        set("service-certificate.file", "certs");
        set("service-certificate.find-type", "find-by-subject-name");
        set("service-certificate.find-value", "Contoso.com");

        var credentials = clientSide().credentials();

        assertThat(credentials.clientCertificate().privateKey())
                .isEqualTo(PKI.client().key());
        assertThat(credentials.serviceCertificate()).contains(PKI.service().certificate());
    }

    @Test
    void findsTheServicesCertificateInAFileWithSeveral() throws IOException {
        client("Cohowinery.com");
        Files.writeString(
                file("both.pem"),
                Files.readString(file("certs/client.pem")) + Files.readString(file("certs/service.pem")));
        set("service-certificate.file", "both.pem");
        set("service-certificate.find-value", "CN=Contoso.com");

        assertThat(clientSide().credentials().serviceCertificate())
                .contains(PKI.service().certificate());
    }

    @Test
    void takesThePasswordFromTheFileBesideTheKeyStore() {
        set("client-certificate.file", "certs/client.p12");

        assertThat(clientSide().credentials().clientCertificate().privateKey())
                .isEqualTo(PKI.client().key());
    }

    @Test
    void asksForThePasswordWhereNoneIsBesideTheKeyStore() throws IOException {
        Files.delete(file("certs/client.password"));
        set("trust.file", "certs/ca.pem");
        set("client-certificate.file", "certs/client.p12");

        assertThat(problems(SecurityFault.CONFIGURATION_INVALID))
                .contains(
                        "There is a problem",
                        "message-security.client-certificate.password-file is missing",
                        file("certs/client.password").toString());
    }

    @Test
    void prefersThePasswordThatIsSetToTheOneBesideTheKeyStore() throws IOException {
        Files.writeString(file("other.password"), "another\n");
        set("client-certificate.file", "certs/client.p12");
        set("client-certificate.password-file", "other.password");

        assertThat(problems(SecurityFault.CREDENTIAL_UNREADABLE)).contains("the password is wrong");
    }

    @Test
    void findsTheExpectedCertificateInAFolder() {
        client("Cohowinery.com");
        set("identity.certificate-file", "certs");
        set("identity.find-type", "find-by-thumbprint");
        set("identity.find-value", Thumbprint.of(PKI.service().certificate()).hex());

        assertThat(clientSide().identity())
                .contains(EndpointIdentity.certificate(PKI.service().certificate()));
    }

    @Test
    void readsTheExpectedCertificateFromText() throws Exception {
        client("Cohowinery.com");
        byte[] der = PKI.service().certificate().getEncoded();
        set("identity.certificate", Base64.getEncoder().encodeToString(der));

        assertThat(clientSide().identity())
                .contains(EndpointIdentity.certificate(PKI.service().certificate()));
    }

    @Test
    void encryptsForTheExpectedCertificateWhereNoneIsGivenAndNoneNegotiated() {
        client("Cohowinery.com");
        set("identity.certificate-file", "certs/service.pem");

        assertThat(clientSide().credentials().serviceCertificate()).isEmpty();
        set("negotiate-service-credential", "false");
        assertThat(clientSide().credentials().serviceCertificate())
                .contains(PKI.service().certificate());
    }

    @Test
    void refusesTwoExpectedCertificatesAndTextThatIsNone() {
        client("Cohowinery.com");
        set("identity.certificate", "AAAA");
        assertThat(problems(SecurityFault.CREDENTIAL_UNREADABLE))
                .contains("message-security.identity.certificate (in 'calculator.properties')");

        set("identity.certificate-file", "certs/service.pem");
        assertThat(problems(SecurityFault.CONFIGURATION_INVALID))
                .contains("identity.certificate is set", "identity.certificate-file in", "Remove one");
    }

    @Test
    void asksForNoOtherCertificateWhereTheExpectedOneCannotBeRead() throws IOException {
        client("Cohowinery.com");
        set("negotiate-service-credential", "false");
        set("identity.certificate", "AAAA");
        assertThat(problems(SecurityFault.CREDENTIAL_UNREADABLE)).startsWith("There is a problem");

        settings.remove("message-security.identity.certificate");
        Files.copy(file("certs/service.p12"), file("other.p12"));
        set("identity.certificate-file", "other.p12");
        set("identity.find-value", "CN=Contoso.com");
        assertThat(problems(SecurityFault.CREDENTIAL_UNREADABLE))
                .startsWith("There is a problem")
                .contains(
                        "Write it there, or name a file without keys; if the setting names a folder, remove the key store");
    }

    @Test
    void refusesAWayToFindWithoutAPlace() {
        client("Cohowinery.com");
        set("identity.find-value", "Contoso.com");
        set("service-certificate.find-value", "Contoso.com");

        assertThat(problems(SecurityFault.CONFIGURATION_INVALID))
                .contains(
                        "There are 2 problems",
                        "message-security.identity.certificate-file is missing",
                        "message-security.service-certificate.file is missing");
    }

    @Test
    void saysWhyAFindTypeCannotBeUsed() {
        client("Cohowinery.com");
        set("client-certificate.find-type", "FindByTimeValid");

        assertThat(problems(SecurityFault.CONFIGURATION_INVALID))
                .contains(
                        "There is a problem",
                        "client-certificate.find-type is 'FindByTimeValid' in 'calculator.properties'",
                        "cannot be used",
                        "DateTime");
    }

    @Test
    void refusesToChooseAmongSeveralOrNone() {
        client(".com");
        assertThat(problems(SecurityFault.CREDENTIAL_UNREADABLE)).contains("Found 2 certificates with a private key");

        client("Fabrikam");
        assertThat(problems(SecurityFault.CREDENTIAL_UNREADABLE)).contains("Found no certificate with a private key");
    }

    @Test
    void believesThePeersInAFolderAsWcfDoesThoseInTrustedPeople() {
        client("Cohowinery.com");
        settings.remove("message-security.trust.file");
        set("trust.mode", "peer-trust");
        set("trust.peers-file", "people");
        put("people", "service.cer", PKI.service().certificate());
        put("people", "other.cer", PKI.otherName().certificate());

        CertificateTrust trust = clientSide().credentials().serviceTrust();

        assertThat(trust.peers())
                .containsExactly(PKI.otherName().certificate(), PKI.service().certificate());
        assertThat(trust.authorities()).isEmpty();
    }

    @Test
    void believesPeersOrAuthoritiesInFolders() {
        client("Cohowinery.com");
        set("trust.mode", "peer-or-chain-trust");
        set("trust.peers-file", "people");
        put("people", "other.cer", PKI.otherName().certificate());

        CertificateTrust trust = clientSide().credentials().serviceTrust();

        assertThat(trust.peers()).containsExactly(PKI.otherName().certificate());
        assertThat(trust.authorities()).containsExactly(PKI.authorityCertificate());
    }

    @Test
    void refusesAFolderWithoutPeersOrAuthorities() throws IOException {
        client("Cohowinery.com");
        Files.createDirectory(file("empty"));
        set("trust.file", "empty");
        assertThat(problems(SecurityFault.CONFIGURATION_INVALID)).contains("trust.file", "CHAIN_TRUST has no root");

        set("trust.mode", "peer-trust");
        set("trust.peers-file", "empty");
        settings.remove("message-security.trust.file");
        assertThat(problems(SecurityFault.CONFIGURATION_INVALID))
                .contains("trust.peers-file", "PEER_TRUST has no peers");
    }

    // Revocation

    @Test
    void checksOfflineWhereThereIsAListUnlessToldOtherwise() {
        client("Cohowinery.com");
        assertThat(clientSide().credentials().serviceTrust().revocationMode()).isEqualTo(X509RevocationMode.OFFLINE);

        set("trust.revocation-mode", "Online");
        assertThat(clientSide().credentials().serviceTrust().revocationMode()).isEqualTo(X509RevocationMode.ONLINE);
    }

    @Test
    void checksNothingWithoutAListUnlessToldOtherwise() {
        client("Cohowinery.com");
        settings.remove("message-security.trust.revocation-list");
        assertThat(clientSide().credentials().serviceTrust().revocationMode()).isEqualTo(X509RevocationMode.NO_CHECK);

        set("trust.revocation-mode", "no-check");
        assertThat(clientSide().credentials().serviceTrust().revocationMode()).isEqualTo(X509RevocationMode.NO_CHECK);

        set("trust.revocation-mode", "ONLINE");
        assertThat(clientSide().credentials().serviceTrust().revocationMode()).isEqualTo(X509RevocationMode.ONLINE);
    }

    @Test
    void refusesAListThatIsNotToBeUsedAndACheckWithoutList() {
        client("Cohowinery.com");
        set("trust.revocation-mode", "no-check");
        assertThat(problems(SecurityFault.CONFIGURATION_INVALID))
                .contains("There is a problem", "contradict each other");

        settings.remove("message-security.trust.revocation-list");
        set("trust.revocation-mode", "offline");
        assertThat(problems(SecurityFault.CONFIGURATION_INVALID))
                .contains("There is a problem", "trust.revocation-mode", "would refuse every certificate");

        set("trust.revocation-mode", "sometimes");
        assertThat(problems(SecurityFault.CONFIGURATION_INVALID))
                .contains("There is a problem", "'no-check', 'offline' or 'online'");
    }

    private void client(String name) {
        set("client-certificate.file", "certs");
        set("client-certificate.find-type", "find-by-subject-name");
        set("client-certificate.find-value", name);
    }

    private void put(String folder, String name, X509Certificate certificate) {
        try {
            Files.createDirectories(file(folder));
            Files.write(file(folder).resolve(name), certificate.getEncoded());
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void set(String key, String value) {
        settings.put("message-security." + key, value);
    }

    private MessageSecurityFeature.Client clientSide() {
        return (MessageSecurityFeature.Client)
                configuration().client().feature().side();
    }

    private ServiceCredentials serviceCredentials() {
        return ((MessageSecurityFeature.Service)
                        configuration().service().feature().side())
                .credentials();
    }

    private String problems(SecurityFault fault) {
        MessageSecurityException refused = refusal(() -> configuration().client());
        assertThat(refused.fault()).as(refused.getMessage()).isEqualTo(fault);
        return String.valueOf(refused.getMessage());
    }

    private MessageSecurityConfiguration configuration() {
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "calculator.properties", 250))
                .build();
        return MessageSecurityConfiguration.of(config, directory);
    }

    private static IssuedCertificate issued(TestCredential credential) {
        return new IssuedCertificate(credential.key(), credential.chain());
    }
}

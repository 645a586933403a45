// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.certs.TestPki.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The credentials under the JDK's own path validation, so that the test does not rest on our verifier. */
@ExtendWith(TestPki.class)
class TestPkiTest {

    private final TestPki pki;

    TestPkiTest(TestPki pki) {
        this.pki = pki;
    }

    @ParameterizedTest
    @EnumSource
    void givesGoodCredentialThatJdkAccepts(Role role) {
        assertThatCode(() -> validate(role, pki.good(role))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void givesUntrustedTwinThatBearsTheSameNames(Role role) {
        var twin = pki.untrustedTwin(role).certificate();
        var good = pki.good(role).certificate();

        assertRejected(role, pki.untrustedTwin(role), PKIXReason.NO_TRUST_ANCHOR);
        assertThat(twin.getSubjectX500Principal()).isEqualTo(good.getSubjectX500Principal());
        assertThat(twin.getIssuerX500Principal()).isEqualTo(good.getIssuerX500Principal());
        assertThat(DnsNames.alternativeNames(twin)).isEqualTo(DnsNames.alternativeNames(good));
        assertThat(twin.getPublicKey()).isNotEqualTo(good.getPublicKey());
    }

    @ParameterizedTest
    @EnumSource
    void givesCredentialsOutsideTheirTime(Role role) {
        assertRejected(role, pki.expired(role), BasicReason.EXPIRED);
        assertRejected(role, pki.notYetValid(role), BasicReason.NOT_YET_VALID);
    }

    @ParameterizedTest
    @EnumSource
    void givesRevokedCredential(Role role) {
        assertRejected(role, pki.revoked(role), BasicReason.REVOKED);
    }

    @ParameterizedTest
    @EnumSource
    void givesCredentialOfWrongPurpose(Role role) throws Exception {
        assertThat(pki.wrongPurpose(role).certificate().getExtendedKeyUsage())
                .containsExactly(role == Role.SERVICE ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1");
        assertThatThrownBy(() -> validate(role, pki.wrongPurpose(role)))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("target");
    }

    // The JDK accepts RSA keys from 1024 bits on. CertificateVerifierTest shows that our verifier does not.
    @ParameterizedTest
    @EnumSource
    void givesWeakKeyOf1024Bits(Role role) {
        assertThat(RsaKeys.sizeBits(pki.weakKey(role).certificate().getPublicKey()))
                .isEqualTo(1024);
    }

    @Test
    void namesTheServiceFirst() {
        assertThat(DnsNames.alternativeNames(pki.service().certificate())).containsExactly("Contoso.com", "localhost");
        assertThat(DnsNames.alternativeNames(pki.client().certificate())).containsExactly("Cohowinery.com");
        assertThat(DnsNames.alternativeNames(pki.otherName().certificate())).containsExactly("Fabrikam.com");
    }

    @ParameterizedTest
    @EnumSource
    void listsBadCredentialsThatAreAllDifferent(Role role) {
        assertThat(pki.badCredentials(role))
                .hasSize(6)
                .doesNotHaveDuplicates()
                .doesNotContain(pki.good(role))
                .allSatisfy(TestPkiTest::assertKeyFitsCertificate);
    }

    @Test
    void givesTheSameCredentialEachTime() {
        assertThat(pki.service()).isSameAs(pki.service());
    }

    @Test
    void makesAnAuthorityOfItsOwnForEachInstance() {
        var other = new TestPki();

        assertThat(other.authorityCertificate().getSubjectX500Principal())
                .isNotEqualTo(pki.authorityCertificate().getSubjectX500Principal());
    }

    @Test
    void followsTheGivenClock() {
        var then = Instant.parse("2031-05-06T07:08:09Z");
        var future = new TestPki(Clock.fixed(then, ZoneOffset.UTC));

        assertThat(future.now()).isEqualTo(then);
        assertThatCode(() -> future.service().certificate().checkValidity(Date.from(then)))
                .doesNotThrowAnyException();
        assertThat(future.revocationList().getNextUpdate()).isAfter(then);
    }

    @Test
    void writesStoreThatJdkOpens(@TempDir Path directory) throws Exception {
        var password = "only for this test".toCharArray();
        var file = directory.resolve("service.p12");

        pki.service().writePkcs12(file, password);

        var store = KeyStore.getInstance(file.toFile(), password);
        assertThat(store.getCertificateChain("service"))
                .containsExactly(pki.service().chain().toArray(new Certificate[0]));
        assertThat(store.getKey("service", password)).isEqualTo(pki.service().key());
    }

    @Test
    void writesWhatBothSidesTrust(@TempDir Path directory) throws Exception {
        pki.writeTrust(directory);
        pki.service().writeCertificate(directory.resolve("service.pem"));

        var factory = CertificateFactory.getInstance("X.509");
        try (var authority = Files.newInputStream(directory.resolve("ca.pem"));
                var list = Files.newInputStream(directory.resolve("ca.crl"));
                var service = Files.newInputStream(directory.resolve("service.pem"))) {
            assertThat(factory.generateCertificate(authority)).isEqualTo(pki.authorityCertificate());
            assertThat(factory.generateCRL(list)
                            .isRevoked(pki.revoked(Role.CLIENT).certificate()))
                    .isTrue();
            assertThat(factory.generateCertificate(service))
                    .isEqualTo(pki.service().certificate());
        }
    }

    @Test
    void keepsKeyOutOfText() {
        assertThat(pki.service()).hasToString("service");
    }

    private void assertRejected(Role role, TestCredential credential, CertPathValidatorException.Reason reason) {
        assertThatThrownBy(() -> validate(role, credential))
                .isInstanceOfSatisfying(
                        CertPathValidatorException.class,
                        failure -> assertThat(failure.getReason()).isEqualTo(reason));
    }

    private void validate(Role role, TestCredential credential) throws Exception {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(pki.authorityCertificate(), null)));
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(pki.revocationList()))));
        parameters.setDate(Date.from(pki.now()));
        parameters.setTargetCertConstraints(purpose(role));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(credential.certificate()));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private static X509CertSelector purpose(Role role) throws Exception {
        var selector = new X509CertSelector();
        selector.setExtendedKeyUsage(Set.of(role == Role.SERVICE ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2"));
        return selector;
    }

    private static void assertKeyFitsCertificate(TestCredential credential) throws Exception {
        var content = new byte[] {1, 2, 3};
        var signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(credential.key());
        signer.update(content);
        var signature = signer.sign();
        signer.initVerify(credential.certificate());
        signer.update(content);
        assertThat(signer.verify(signature)).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.Validity;
import dev.wshttp.security.NullOf;
import dev.wshttp.security.SecurityFault;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WCF's rules for the identity of a service. */
class EndpointIdentityTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @ParameterizedTest
    @ValueSource(strings = {"Contoso.com", "contoso.com", "CONTOSO.COM"})
    void matchesTheAlternativeNameWhateverItsCase(String expected) {
        assertThat(EndpointIdentity.dns(expected).matches(PKI.service().certificate()))
                .isTrue();
    }

    @Test
    void matchesEachOfSeveralAlternativeNames() {
        X509Certificate certificate = issue("CN=Contoso.com", "Contoso.com", "www.contoso.com", "localhost");

        assertThat(List.of("Contoso.com", "www.contoso.com", "localhost"))
                .allMatch(name -> EndpointIdentity.dns(name).matches(certificate));
    }

    @Test
    void ignoresTheCommonNameWhereThereIsAnAlternativeName() {
        X509Certificate certificate = issue("CN=Fabrikam.com", "Contoso.com");

        assertThat(EndpointIdentity.dns("Contoso.com").matches(certificate)).isTrue();
        assertThat(EndpointIdentity.dns("Fabrikam.com").matches(certificate)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=x.partner.test, CN=service.contoso.test",
                "CN=Partner Ltd, O=Partner, CN=service.contoso.test",
                "CN=x.partner.test+CN=service.contoso.test",
                "CN=service.contoso.test+CN=x.partner.test"
            })
    void aSecondCommonNameProvesNothingSinceNameConstraintsDoNotBindIt(String subject) {
        assertThat(EndpointIdentity.dns("service.contoso.test").matches(issue(subject)))
                .isFalse();
    }

    @Test
    void matchesTheMostSpecificCommonNameAsOfAMachineInADirectory() {
        X509Certificate certificate = issue("CN=host.contoso.test, CN=Computers, DC=contoso, DC=test");

        assertThat(EndpointIdentity.dns("host.contoso.test").matches(certificate))
                .isTrue();
        assertThat(EndpointIdentity.dns("Computers").matches(certificate)).isFalse();
    }

    @Test
    void matchesTheCommonNameWhereThereIsNoAlternativeName() {
        X509Certificate certificate = issue("CN=Fabrikam.com, O=Contoso.com");

        assertThat(EndpointIdentity.dns("fabrikam.com").matches(certificate)).isTrue();
        assertThat(EndpointIdentity.dns("Contoso.com").matches(certificate)).isFalse();
    }

    @Test
    void matchesNoWildcards() {
        X509Certificate certificate = issue("CN=*.contoso.com");

        assertThat(EndpointIdentity.dns("www.contoso.com").matches(certificate)).isFalse();
        assertThat(EndpointIdentity.dns("*.com").matches(PKI.service().certificate()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Contoso.co", "ontoso.com", "www.Contoso.com", "Contoso.com.", "Contoso.com.attacker.example"})
    void matchesNoPartOfAName(String expected) {
        assertThat(EndpointIdentity.dns(expected).matches(PKI.service().certificate()))
                .isFalse();
    }

    /** Letters of other alphabets that case folding turns into ASCII (long s, Kelvin sign, dotless i, i with dot), and similar-looking ones. */
    @ParameterizedTest
    @CsvSource({
        "Conto\u017Fo.com, Contoso.com",
        "\u212Aontoso.com, kontoso.com",
        "fabr\u0131kam.com, fabrikam.com",
        "fabr\u0130kam.com, fabrikam.com",
        "C\u043Entoso.com, Contoso.com",
        "\uFF23ontoso.com, Contoso.com",
        "Contoso\u3002com, Contoso.com",
        "Contoso.com., Contoso.com",
        "xn--bcher-kva.example, b\u00FCcher.example",
        "127.0.0.1, 127.1",
        "127.0.0.1, localhost",
        "0:0:0:0:0:0:0:1, ::1",
    })
    void matchesNoNameThatOnlyLooksAlike(String certified, String expected) {
        assertThat(EndpointIdentity.dns(expected).matches(issue("CN=" + certified)))
                .isFalse();
        assertThat(EndpointIdentity.dns(certified).matches(issue("CN=" + expected)))
                .isFalse();
        assertThat(EndpointIdentity.dns(certified).matches(issue("CN=" + certified)))
                .isTrue();
    }

    @Test
    void matchesACommonNameWithANullNeitherAsAWholeNorInPart() {
        X509Certificate certificate = issue("CN=Contoso.com\\00.attacker.example");

        assertThat(EndpointIdentity.dns("Contoso.com").matches(certificate)).isFalse();
        assertThat(EndpointIdentity.dns("Contoso.com.attacker.example").matches(certificate))
                .isFalse();
    }

    @Test
    void refusesAnotherServiceAndNamesBoth() {
        var refused = refusal(() ->
                EndpointIdentity.dns("Contoso.com").require(PKI.otherName().certificate()));

        assertThat(refused.fault()).isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH);
        assertThat(refused)
                .hasMessageContaining("Fabrikam.com")
                .hasMessageContaining("'Contoso.com'")
                .hasMessageContaining("identity.dns");
    }

    @Test
    void letsTheExpectedServicePass() {
        assertThatNoException()
                .isThrownBy(() -> EndpointIdentity.dns("Contoso.com")
                        .require(PKI.service().certificate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refusesAnEmptyName(String name) {
        assertThat(faultOf(() -> EndpointIdentity.dns(name))).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    /** Two certificates of one name, as before and after a renewal, are told apart by their thumbprints. */
    @Test
    void tellsAnotherCertificateByBothThumbprintsAndTheRemedyThatFits() {
        X509Certificate present = PKI.untrustedTwin(TestPki.Role.SERVICE).certificate();
        var identity = EndpointIdentity.certificate(PKI.service().certificate());

        assertThat(refusal(() -> identity.require(present)))
                .hasMessageContainingAll(
                        "has the thumbprint '" + Thumbprint.of(present) + "'",
                        "with the thumbprint '" + Thumbprint.of(PKI.service().certificate()) + "'",
                        "identity.certificate-file",
                        "such as a renewed one")
                .hasMessageNotContaining("set identity.dns to one of its names");
    }

    @Test
    void tellsACertificateWithoutANameByItsThumbprintAndTheRemedyThatFits() {
        var identity = EndpointIdentity.dns("Contoso.com");
        X509Certificate nameless = issue("O=Contoso");

        assertThat(refusal(() -> identity.require(nameless)))
                .hasMessageContainingAll(
                        "names []",
                        Thumbprint.of(nameless).toString(),
                        "which has no name, by identity.certificate-file")
                .hasMessageNotContaining("one of its names");
    }

    @Test
    void canBeOneCertificate() {
        var identity = EndpointIdentity.certificate(PKI.service().certificate());

        assertThat(identity.matches(PKI.service().certificate())).isTrue();
        assertThat(identity.matches(PKI.untrustedTwin(TestPki.Role.SERVICE).certificate()))
                .isFalse();
        assertThat(faultOf(() -> identity.require(PKI.otherName().certificate())))
                .isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH);
        assertThat(identity.toString()).contains("CN=Contoso.com");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> EndpointIdentity.certificate(NullOf.any()));
        assertThatNullPointerException().isThrownBy(() -> EndpointIdentity.dns(NullOf.any()));
    }

    private static X509Certificate issue(String subject, String... dnsNames) {
        var key = new KeyPair(
                PKI.service().certificate().getPublicKey(), PKI.service().key());
        var validity = new Validity(PKI.now(), PKI.now().plus(Duration.ofHours(1)));
        return CertificateAuthority.createRoot(new X500Principal("CN=Any authority"), key, validity, new SecureRandom())
                .issue(
                        new CertificateRequest(
                                CertificateProfile.SERVICE, new X500Principal(subject), List.of(dnsNames), validity),
                        key)
                .certificate();
    }

    @Test
    void readsACertificateAsTextInDerAndAsWcfsToolsWriteIt() throws Exception {
        X509Certificate certificate = PKI.service().certificate();

        assertThat(EndpointIdentity.encodedCertificate(base64(certificate.getEncoded())))
                .isEqualTo(EndpointIdentity.certificate(certificate));
        assertThat(EndpointIdentity.encodedCertificate(base64(serialized(certificate.getEncoded()))))
                .isEqualTo(EndpointIdentity.certificate(certificate));
        assertThat(EndpointIdentity.encodedCertificate(
                        "\n  " + Base64.getMimeEncoder().encodeToString(certificate.getEncoded()) + "\n"))
                .isEqualTo(EndpointIdentity.certificate(certificate));
    }

    @Test
    void refusesTextThatIsNoCertificate() throws Exception {
        byte[] whole = serialized(PKI.service().certificate().getEncoded());

        assertNoCertificate("");
        assertNoCertificate("no base64");
        assertNoCertificate("A");
        assertNoCertificate(base64(Arrays.copyOf(whole, whole.length - 1)));
        assertNoCertificate(base64(Arrays.copyOf(whole, 40)));
        whole[11] = (byte) 0x80; // a negative length
        assertNoCertificate(base64(whole));
    }

    private static void assertNoCertificate(String text) {
        assertThat(faultOf(() -> EndpointIdentity.encodedCertificate(text)))
                .isEqualTo(SecurityFault.CREDENTIAL_UNREADABLE);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** Windows' serialized form: the thumbprint (property 3), then the certificate (property 32). */
    private static byte[] serialized(byte[] certificate) throws NoSuchAlgorithmException {
        byte[] thumbprint = MessageDigest.getInstance("SHA-1").digest(certificate);
        return ByteBuffer.allocate(24 + thumbprint.length + certificate.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(3)
                .putInt(1)
                .putInt(thumbprint.length)
                .put(thumbprint)
                .putInt(32)
                .putInt(1)
                .putInt(certificate.length)
                .put(certificate)
                .array();
    }
}

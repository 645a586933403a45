// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.credential.X509FindType.FIND_BY_APPLICATION_POLICY;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_CERTIFICATE_POLICY;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_ISSUER_DISTINGUISHED_NAME;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_ISSUER_NAME;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_KEY_USAGE;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_SERIAL_NUMBER;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_DISTINGUISHED_NAME;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_KEY_IDENTIFIER;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_NAME;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_THUMBPRINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wshttp.certs.TestPki;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class X509FindTypeTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final X509Certificate certificate = PKI.client().certificate();

    @ParameterizedTest
    @ValueSource(strings = {"Cohowinery.com", "cohoWINERY.com", "Coho", "winery"})
    void findsByPartOfTheSubject(String value) {
        assertThat(FIND_BY_SUBJECT_NAME.matches(certificate, value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contoso.com", "CN=", "Cohowinery.com2"})
    void doesNotFindByOtherText(String value) {
        assertThat(FIND_BY_SUBJECT_NAME.matches(certificate, value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=Cohowinery.com", "cn=cohowinery.com", "CN = Cohowinery.com"})
    void findsByDistinguishedName(String value) {
        assertThat(FIND_BY_SUBJECT_DISTINGUISHED_NAME.matches(certificate, value))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cohowinery.com", "CN=Cohowinery", "CN=Cohowinery.com, O=Coho", ""})
    void doesNotFindByOtherDistinguishedName(String value) {
        assertThat(FIND_BY_SUBJECT_DISTINGUISHED_NAME.matches(certificate, value))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cohow\u0131nery.com", "COHOW\u0130NERY.COM", "\uFF23ohowinery.com"})
    void doesNotFindByLettersThatCaseFoldingMakesOursOfAnotherAlphabet(String value) {
        assertThat(FIND_BY_SUBJECT_NAME.matches(certificate, value)).isFalse();
        assertThat(FIND_BY_SUBJECT_DISTINGUISHED_NAME.matches(certificate, "CN=" + value))
                .isFalse();
    }

    @Test
    void doesNotFindTheIssuerByTheLongS() {
        String issuer = PKI.authorityCertificate().getSubjectX500Principal().getName();
        assertThat(issuer).contains("Test");
        assertThat(FIND_BY_ISSUER_NAME.matches(certificate, "TEST authority")).isTrue();

        assertThat(FIND_BY_ISSUER_NAME.matches(certificate, "Te\u017Ft authority"))
                .isFalse();
        assertThat(FIND_BY_ISSUER_DISTINGUISHED_NAME.matches(certificate, issuer))
                .isTrue();
        assertThat(FIND_BY_ISSUER_DISTINGUISHED_NAME.matches(certificate, issuer.replace("Test", "Te\u017Ft")))
                .isFalse();
    }

    @Test
    void doesNotFindByAThumbprintWhoseDigitsAreLigatures() {
        String digits = Thumbprint.of(certificate).hex();

        assertThat(FIND_BY_THUMBPRINT.matches(
                        certificate, digits.replace("FF", "\uFB00").replace("F", "\uFF26")))
                .isEqualTo(!digits.contains("F"));
    }

    @Test
    void findsByThumbprintAsWindowsShowsIt() {
        String hex = Thumbprint.of(certificate).hex();
        String spaced = hex.toLowerCase(Locale.ROOT).replaceAll("(..)", "$1 ").strip();

        assertThat(FIND_BY_THUMBPRINT.matches(certificate, hex)).isTrue();
        assertThat(FIND_BY_THUMBPRINT.matches(certificate, spaced)).isTrue();
        assertThat(FIND_BY_THUMBPRINT.matches(certificate, hex.substring(1))).isFalse();
        assertThat(FIND_BY_THUMBPRINT.matches(PKI.service().certificate(), hex)).isFalse();
    }

    @Test
    void findsBySerialNumberInEitherBase() {
        String hex = certificate.getSerialNumber().toString(16);

        assertThat(FIND_BY_SERIAL_NUMBER.matches(certificate, hex)).isTrue();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(certificate, "00" + hex.toUpperCase(Locale.ROOT)))
                .isTrue();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(
                        certificate, certificate.getSerialNumber().toString()))
                .isTrue();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(certificate, hex + "0")).isFalse();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(PKI.service().certificate(), hex))
                .isFalse();
    }

    /** The text of a name is its values in the order of the certificate, as in Windows (CERT_SIMPLE_NAME_STR). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Contoso, Inc | true",
                "Redmond, Contoso | true",
                "US, WA | true",
                "admin@CONTOSO.com | true",
                "C=US | false",
                "Contoso.com, Contoso | false",
            })
    void findsByTextAcrossAttributesInTheOrderOfTheCertificate(String value, boolean found) {
        X509Certificate contoso = contoso();

        assertThat(FIND_BY_SUBJECT_NAME.matches(contoso, value)).isEqualTo(found);
    }

    /** The text that Windows shows as the subject of this certificate, and its parts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "E=admin@contoso.com, CN=www.contoso.com, O=\"Contoso, Inc\", L=Redmond, S=WA, C=US | true",
                "e=ADMIN@contoso.com, cn=WWW.contoso.com, o=\"contoso, inc\", l=redmond, s=wa, c=us | true",
                "C=US, S=WA, L=Redmond, O=\"Contoso, Inc\", CN=www.contoso.com, E=admin@contoso.com | false",
                "CN=www.contoso.com | false",
            })
    void findsByTheDistinguishedNameThatWindowsShows(String value, boolean found) {
        assertThat(FIND_BY_SUBJECT_DISTINGUISHED_NAME.matches(contoso(), value)).isEqualTo(found);
    }

    @Test
    void findsByTheIssuer() {
        String issuer = PKI.authorityCertificate().getSubjectX500Principal().getName();

        assertThat(FIND_BY_ISSUER_NAME.matches(certificate, "test AUTHORITY")).isTrue();
        assertThat(FIND_BY_ISSUER_NAME.matches(certificate, "Cohowinery")).isFalse();
        assertThat(FIND_BY_ISSUER_DISTINGUISHED_NAME.matches(certificate, issuer))
                .isTrue();
        assertThat(FIND_BY_ISSUER_DISTINGUISHED_NAME.matches(certificate, "CN=Test authority"))
                .isFalse();
        assertThat(FIND_BY_ISSUER_DISTINGUISHED_NAME.matches(certificate, "CN=Cohowinery.com"))
                .isFalse();
    }

    @Test
    void findsByThumbprintThatWasCopiedFromWindowsWithItsInvisibleMark() {
        String hex = Thumbprint.of(certificate).hex().toLowerCase(Locale.ROOT);

        assertThat(FIND_BY_THUMBPRINT.matches(certificate, "\u200E" + hex.replaceAll("(..)", "$1 ")))
                .isTrue();
        assertThat(FIND_BY_THUMBPRINT.matches(certificate, hex.replaceAll("(..)(?=.)", "$1:")))
                .isTrue();
        assertThat(FIND_BY_THUMBPRINT.matches(certificate, hex.replaceAll("(..)(?=.)", "$1-")))
                .isFalse();
    }

    @Test
    void doesNotFindByASerialNumberInReverseOrWithForeignLetters() {
        byte[] reversed = certificate.getSerialNumber().toByteArray();
        for (int from = 0, to = reversed.length - 1; from < to; from++, to--) {
            byte octet = reversed[from];
            reversed[from] = reversed[to];
            reversed[to] = octet;
        }

        assertThat(FIND_BY_SERIAL_NUMBER.matches(certificate, HexFormat.of().formatHex(reversed)))
                .isFalse();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(
                        certificate, "x" + certificate.getSerialNumber().toString()))
                .isFalse();
    }

    @Test
    void findsBySubjectKeyIdentifier() throws Exception {
        byte[] extension = certificate.getExtensionValue("2.5.29.14");
        String hex = HexFormat.of().formatHex(extension, 4, extension.length);

        assertThat(FIND_BY_SUBJECT_KEY_IDENTIFIER.matches(certificate, hex)).isTrue();
        assertThat(FIND_BY_SUBJECT_KEY_IDENTIFIER.matches(certificate, hex.substring(2)))
                .isFalse();
        assertThat(FIND_BY_SUBJECT_KEY_IDENTIFIER.matches(PKI.service().certificate(), hex))
                .isFalse();
        assertThat(FIND_BY_SUBJECT_KEY_IDENTIFIER.matches(certificate, keyInfoSha1(certificate)))
                .as("the identifier that the certificate names is another one")
                .isFalse();
    }

    @Test
    void computesTheSubjectKeyIdentifierOfACertificateThatNamesNone() throws Exception {
        X509Certificate plain = with("plain");

        assertThat(FIND_BY_SUBJECT_KEY_IDENTIFIER.matches(plain, keyInfoSha1(plain)))
                .isTrue();
        assertThat(FIND_BY_SUBJECT_KEY_IDENTIFIER.matches(
                        plain, keyInfoSha1(PKI.service().certificate())))
                .isFalse();
    }

    @Test
    void findsByKeyUsage() {
        assertThat(FIND_BY_KEY_USAGE.matches(certificate, "DigitalSignature")).isTrue();
        assertThat(FIND_BY_KEY_USAGE.matches(certificate, "keyCertSign")).isFalse();
        assertThat(FIND_BY_KEY_USAGE.matches(PKI.authorityCertificate(), "KeyCertSign"))
                .isTrue();
        assertThat(FIND_BY_KEY_USAGE.matches(certificate, "Signing")).isFalse();
        assertThat(FIND_BY_KEY_USAGE.matches(with("plain"), "KeyCertSign"))
                .as("a certificate without key usage may be used for all")
                .isTrue();
    }

    @Test
    void findsByApplicationPolicy() {
        assertThat(FIND_BY_APPLICATION_POLICY.matches(certificate, "1.3.6.1.5.5.7.3.2"))
                .isTrue();
        assertThat(FIND_BY_APPLICATION_POLICY.matches(certificate, "1.3.6.1.5.5.7.3.1"))
                .isFalse();
        assertThat(FIND_BY_APPLICATION_POLICY.matches(with("plain"), "1.3.6.1.5.5.7.3.1"))
                .as("a certificate without extended key usage may be used for all")
                .isTrue();
    }

    @Test
    void findsByCertificatePolicy() throws Exception {
        var policy = new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier("1.2.3.4")));
        X509Certificate issued = with("policy", Extension.create(Extension.certificatePolicies, false, policy));

        assertThat(FIND_BY_CERTIFICATE_POLICY.matches(issued, "1.2.3.4")).isTrue();
        assertThat(FIND_BY_CERTIFICATE_POLICY.matches(issued, "1.2.3.5")).isFalse();
        assertThat(FIND_BY_CERTIFICATE_POLICY.matches(issued, "some policy")).isFalse();
        assertThat(FIND_BY_CERTIFICATE_POLICY.matches(certificate, "1.2.3.4")).isFalse();
    }

    @Test
    void findsExpiredCertificatesAsWcfDoes() {
        assertThat(FIND_BY_SUBJECT_NAME.matches(PKI.expired(TestPki.Role.CLIENT).certificate(), "Cohowinery.com"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "FindByTimeValid, DateTime",
        "find-by-time-not-yet-valid, DateTime",
        "FIND_BY_TIME_EXPIRED, DateTime",
        "FindByTemplateName, templates",
        "FindByExtension, extension"
    })
    void saysWhyATypeOfDotNetCannotBeUsed(String name, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X509FindType.named(name))
                .withMessageContaining("'" + name + "' cannot be used")
                .withMessageContaining(reason)
                .withMessageContaining("find-by-thumbprint");
    }

    private static X509Certificate contoso() {
        return PKI.withExtensions(
                        "contoso",
                        TestPki.Role.SERVICE,
                        new X500Principal(
                                "EMAILADDRESS=admin@contoso.com, CN=www.contoso.com, O=\"Contoso, Inc\", L=Redmond, ST=WA, C=US"),
                        List.of())
                .certificate();
    }

    private static X509Certificate with(String name, Extension... extensions) {
        return PKI.withExtensions(
                        name, TestPki.Role.CLIENT, new X500Principal("CN=Cohowinery.com"), List.of(extensions))
                .certificate();
    }

    private static String keyInfoSha1(X509Certificate of) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1")
                        .digest(of.getPublicKey().getEncoded()));
    }

    @ParameterizedTest
    @CsvSource({
        "FindBySubjectName, FIND_BY_SUBJECT_NAME",
        "find-by-subject-distinguished-name, FIND_BY_SUBJECT_DISTINGUISHED_NAME",
        "FIND_BY_THUMBPRINT, FIND_BY_THUMBPRINT",
        "findbyserialnumber, FIND_BY_SERIAL_NUMBER",
        "FindBySubjectKeyIdentifier, FIND_BY_SUBJECT_KEY_IDENTIFIER",
        "find-by-issuer-name, FIND_BY_ISSUER_NAME",
    })
    void isFoundByItsName(String name, X509FindType type) {
        assertThat(X509FindType.named(name)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FindByColour", "find"})
    void refusesUnknownName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X509FindType.named(name))
                .withMessageContaining("'" + name + "'")
                .withMessageContaining("find-by-thumbprint");
    }

    /** An empty or blank value must not select a certificate by its key properties. */
    @ParameterizedTest
    @EnumSource(X509FindType.class)
    void findsNothingByAnEmptyValue(X509FindType type) {
        assertThat(type.matches(certificate, "")).isFalse();
        assertThat(type.matches(certificate, " ")).isFalse();
    }
}

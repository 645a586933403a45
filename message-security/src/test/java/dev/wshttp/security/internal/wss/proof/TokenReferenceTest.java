// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.Validity;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.internal.soap.Namespaces;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReferenceTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final X509Certificate service = PKI.service().certificate();
    private final X509Certificate other = PKI.client().certificate();

    @Test
    void namesATokenOfTheMessage() {
        assertThat(read("<o:Reference URI='#id' ValueType='urn:type'/>"))
                .isEqualTo(new TokenReference.Direct("id", "urn:type"));
        assertThat(read("<o:Reference URI='#id'/>")).isEqualTo(new TokenReference.Direct("id", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#"})
    void refusesReferenceToNothing(String uri) {
        assertThat(faultOf(() -> read("<o:Reference URI='" + uri + "'/>"))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "http://attacker.example/#id", "urn:uuid:1"})
    void takesWhatIsNotInTheMessageForTheNameOfAContext(String uri) {
        assertThat(read("<o:Reference URI='" + uri + "' ValueType='urn:type'/>"))
                .isEqualTo(new TokenReference.Outside(uri, "", "urn:type"));
        assertThat(read("<o:Reference URI='" + uri + "' c:Instance='urn:uuid:2' xmlns:c='" + Namespaces.CONVERSATION
                        + "'/>"))
                .isEqualTo(new TokenReference.Outside(uri, "urn:uuid:2", ""));
    }

    @Test
    void namesACertificateByThumbprint() {
        TokenReference reference = read(identifier(
                Namespaces.THUMBPRINT_SHA1, " " + Thumbprint.of(service).base64() + "\n"));

        assertThat(reference.names(service)).isTrue();
        assertThat(reference.names(other)).isFalse();
    }

    @Test
    void namesACertificateBySubjectKeyIdentifier() {
        byte[] extension = service.getExtensionValue("2.5.29.14");
        String value = Base64.getEncoder().encodeToString(Arrays.copyOfRange(extension, 4, extension.length));

        TokenReference reference = read(identifier(Namespaces.SUBJECT_KEY_IDENTIFIER, value));

        assertThat(reference.names(service)).isTrue();
        assertThat(reference.names(other)).isFalse();
        assertThat(read(identifier(Namespaces.SUBJECT_KEY_IDENTIFIER, "")).names(service))
                .isFalse();
        assertThat(faultOf(() ->
                        read(identifier(Namespaces.SUBJECT_KEY_IDENTIFIER, "%")).names(service)))
                .isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void namesACertificateByIssuerAndSerialNumber() {
        TokenReference reference = read(issuerSerial(
                service.getIssuerX500Principal().getName(),
                service.getSerialNumber().toString()));

        assertThat(reference.names(service)).isTrue();
        assertThat(reference.names(other)).isFalse();
    }

    /** As Windows writes the name (WCF: {@code X509IssuerSerialKeyIdentifierClause}). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "E=a@b.example, CN=\"Say \"\"hi\"\", all\", S=WA, OID.2.5.4.97=V-1",
                "1.2.840.113549.1.9.1=#160b6140622e6578616d706c65,CN=Say \\\"hi\\\"\\, all,ST=WA,2.5.4.97=V-1"
            })
    void namesACertificateByTheIssuerThatWindowsWrites(String issuer) {
        var keys = new KeyPair(
                PKI.service().certificate().getPublicKey(), PKI.service().key());
        var validity = Validity.startingAt(PKI.now(), Duration.ofDays(1));
        X509Certificate odd = CertificateAuthority.createRoot(
                        new X500Principal(
                                "EMAILADDRESS=a@b.example, CN=\"Say \\\"hi\\\", all\", ST=WA, OID.2.5.4.97=V-1"),
                        keys,
                        validity,
                        new SecureRandom())
                .certificate();
        String serial = odd.getSerialNumber().toString();

        assertThat(read(issuerSerial(issuer, serial)).names(odd)).isTrue();
        assertThat(read(issuerSerial(issuer.replace("WA", "WB"), serial)).names(odd))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0", "1.0", "1e3"})
    void namesNoCertificateByAnotherSerialNumber(String serial) {
        assertThat(read(issuerSerial(service.getIssuerX500Principal().getName(), serial))
                        .names(service))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no name", "CN=Another authority"})
    void namesNoCertificateByAnotherIssuer(String issuer) {
        assertThat(read(issuerSerial(issuer, service.getSerialNumber().toString()))
                        .names(service))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", Namespaces.X509_V3, Namespaces.ENCRYPTED_KEY_SHA1})
    void namesNoCertificateByAnotherKindOfIdentifier(String valueType) {
        assertThat(read(identifier(valueType, Thumbprint.of(service).base64())).names(service))
                .isFalse();
    }

    @Test
    void namesNoCertificateByAnIdOfTheMessage() {
        assertThat(read("<o:Reference URI='#id'/>").names(service)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<o:Reference URI='#one'/><o:Reference URI='#two'/>",
                "<o:Embedded/>",
                "<ds:KeyName>name</ds:KeyName>",
                "<ds:X509Data/>",
                "<ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>",
                "<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>CN=x</ds:X509IssuerName></ds:X509IssuerSerial></ds:X509Data>",
            })
    void refusesEveryOtherForm(String content) {
        assertThat(faultOf(() -> read(content))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void readsTheOnlyReferenceOfAKeyInfo() {
        ReceivedElement keyInfo = element("<ds:KeyInfo xmlns:ds='" + Namespaces.SIGNATURE
                + "'><o:SecurityTokenReference><o:Reference URI='#id'/></o:SecurityTokenReference></ds:KeyInfo>");

        assertThat(TokenReference.readKeyInfo(keyInfo)).isEqualTo(new TokenReference.Direct("id", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ds:KeyInfo/>",
                "<ds:KeyInfo><ds:KeyValue/></ds:KeyInfo>",
                "<ds:KeyInfo><o:SecurityTokenReference/><o:SecurityTokenReference/></ds:KeyInfo>",
                "<ds:KeyInfo><ds:RetrievalMethod URI='http://attacker.example/'/></ds:KeyInfo>",
                "<o:KeyInfo/>",
            })
    void refusesAnotherKeyInfo(String xml) {
        String declared = xml.replaceFirst("(KeyInfo)", "$1 xmlns:ds='" + Namespaces.SIGNATURE + "'");

        assertThat(faultOf(() -> TokenReference.readKeyInfo(element(declared)))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    private static TokenReference read(String content) {
        return TokenReference.read(element("<o:SecurityTokenReference xmlns:ds='" + Namespaces.SIGNATURE + "'>"
                + content + "</o:SecurityTokenReference>"));
    }

    private static String identifier(String valueType, String value) {
        return "<o:KeyIdentifier ValueType='" + valueType + "'>" + value + "</o:KeyIdentifier>";
    }

    private static String issuerSerial(String issuer, String serial) {
        return "<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>" + issuer
                + "</ds:X509IssuerName><ds:X509SerialNumber>" + serial
                + "</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>";
    }

    private static ReceivedElement element(String xml) {
        return Documents.element(xml.replaceFirst("[ />]", " xmlns:o='" + Namespaces.SECURITY + "'$0"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY_11;
import static dev.wshttp.security.internal.soap.Namespaces.SIGNATURE;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Requests that differ from WCF's own and that a WCF service was observed to accept: so does ours. */
@ParameterizedClass
@EnumSource(Call.Origin.class)
class ToleratedRequestTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final Call.Origin origin;
    private final Call call;
    private final Forgery request;

    ToleratedRequestTest(Call.Origin origin) {
        this.origin = origin;
        this.call = origin.call(PKI);
        this.request = call.openedRequest();
    }

    @AfterEach
    void isAccepted() {
        var accepted = call.serviceAccepts(call.remade(request));

        assertThat(accepted.sender()).contains(call.client().certificate());
        assertThat(Serialized.of(accepted.envelope())).contains("<n1>100</n1>");
    }

    // Order

    @Test
    void derivedKeysSwapped() {
        Forgery.moveBefore(request.encryptionKey(), request.signatureKey());
    }

    @Test
    void referenceListDirectlyAfterTheEncryptedKey() {
        Forgery.moveBefore(request.first("ReferenceList"), request.signatureKey());
    }

    @Test
    void certificateFirst() {
        Forgery.moveBefore(request.first("BinarySecurityToken"), request.first("Timestamp"));
    }

    @Test
    void certificateBetweenTheSignatures() {
        Forgery.moveBefore(request.first("BinarySecurityToken"), request.endorsingSignature());
    }

    @Test
    void timestampDirectlyBeforeTheSignature() {
        Forgery.moveBefore(request.first("Timestamp"), request.primarySignature());
    }

    @Test
    void securityHeaderFirst() {
        Forgery.moveBefore(request.security(), request.first("Action"));
    }

    @Test
    void signedPartsInAnotherOrder() {
        Forgery.moveToEnd(Forgery.in(request.primarySignature(), "Reference"));
    }

    // Derived keys

    @Test
    void explicitOffsetAndLengthOfTheEncryptionKey() {
        insert(request.encryptionKey(), "Offset", "0");
        insert(request.encryptionKey(), "Length", "32");
    }

    @Test
    void lengthWithoutOffset() {
        Forgery.remove(Forgery.in(request.signatureKey(), "Offset"));
    }

    @Test
    void signatureKeyOf32Bytes() {
        Forgery.in(request.signatureKey(), "Length").setTextContent("32");
    }

    @Test
    void signatureKeyWithoutOffsetAndLength() {
        Forgery.remove(Forgery.in(request.signatureKey(), "Offset"));
        Forgery.remove(Forgery.in(request.signatureKey(), "Length"));
    }

    @Test
    void generationInsteadOfOffset() {
        Element offset = Forgery.in(request.signatureKey(), "Offset");
        Element generation = request.create(CONVERSATION, "c:Generation");
        generation.setTextContent("0");
        offset.getParentNode().replaceChild(generation, offset);
    }

    @Test
    void offsetUpTo64() {
        Forgery.in(request.signatureKey(), "Offset").setTextContent("64");
    }

    @Test
    void explicitLabelAndAlgorithm() {
        insert(request.signatureKey(), "Label", "WS-SecureConversationWS-SecureConversation");
        request.signatureKey().setAttributeNS(null, "Algorithm", Namespaces.P_SHA1);
    }

    @Test
    void labelOfItsOwn() {
        insert(request.signatureKey(), "Label", "another label");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 20, 32})
    void nonceOfSize(int bytes) {
        byte[] nonce = new byte[bytes];
        Arrays.fill(nonce, (byte) 7);
        Forgery.in(request.signatureKey(), "Nonce")
                .setTextContent(Base64.getEncoder().encodeToString(nonce));
    }

    // References

    @Test
    void serviceCertificateBySubjectKeyIdentifier() {
        byte[] extension = origin.serviceCertificate(PKI).getExtensionValue("2.5.29.14");
        Element identifier = request.first("KeyIdentifier");
        identifier.setAttributeNS(null, "ValueType", Namespaces.SUBJECT_KEY_IDENTIFIER);
        identifier.setTextContent(
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(extension, 4, extension.length)));
    }

    @Test
    void serviceCertificateByIssuerAndSerialNumber() {
        X509Certificate service = origin.serviceCertificate(PKI);
        Element pair = request.create(SIGNATURE, "X509IssuerSerial");
        pair.appendChild(request.create(SIGNATURE, "X509IssuerName"))
                .setTextContent(service.getIssuerX500Principal().getName(X500Principal.RFC2253));
        pair.appendChild(request.create(SIGNATURE, "X509SerialNumber"))
                .setTextContent(service.getSerialNumber().toString());
        Element data = request.create(SIGNATURE, "X509Data");
        data.appendChild(pair);
        Element identifier = request.first("KeyIdentifier");
        identifier.getParentNode().replaceChild(data, identifier);
    }

    @Test
    void clientCertificateByThumbprint() {
        Element reference = Forgery.in(Forgery.in(request.endorsingSignature(), "KeyInfo"), "Reference");
        Element identifier = request.create(SECURITY, "o:KeyIdentifier");
        identifier.setAttributeNS(null, "ValueType", Namespaces.THUMBPRINT_SHA1);
        identifier.setTextContent(Thumbprint.of(call.client().certificate()).base64());
        reference.getParentNode().replaceChild(identifier, reference);
    }

    @Test
    void referencesWithoutTokenType() {
        request.all("SecurityTokenReference")
                .forEach(reference -> reference.removeAttributeNS(SECURITY_11, "TokenType"));
    }

    @Test
    void referencesWithoutValueType() {
        request.all("Reference").forEach(reference -> reference.removeAttribute("ValueType"));
    }

    @Test
    void noEncodingType() {
        request.all("*").forEach(element -> element.removeAttribute("EncodingType"));
    }

    // Algorithms

    @Test
    void keyTransportWithoutDigestMethod() {
        Forgery.remove(Forgery.in(request.first("EncryptedKey"), "DigestMethod"));
    }

    @Test
    void inclusiveNamespaces() {
        for (Element transform : request.all("Transform")) {
            Element inclusive = request.create("http://www.w3.org/2001/10/xml-exc-c14n#", "ec:InclusiveNamespaces");
            inclusive.setAttributeNS(null, "PrefixList", "s a");
            transform.appendChild(inclusive);
        }
    }

    // Text

    @Test
    void timestampsWithoutMilliseconds() {
        for (String name : new String[] {"Created", "Expires"}) {
            Element time = request.first(name);
            time.setTextContent(time.getTextContent().replaceAll("\\.\\d+Z", "Z"));
        }
    }

    @Test
    void timestampWithoutExpiry() {
        request.remove("Expires");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void base64WithLineBreaks(String lineBreak) {
        for (String name : new String[] {"Nonce", "BinarySecurityToken"}) {
            request.all(name).forEach(element -> element.setTextContent(wrapped(element.getTextContent(), lineBreak)));
        }
        Element key = Forgery.in(request.first("EncryptedKey"), "CipherValue");
        key.setTextContent(wrapped(key.getTextContent(), lineBreak));
    }

    // What may be left out or added

    @Test
    void noReplyTo() {
        request.unsign(request.first("ReplyTo")).remove("ReplyTo");
    }

    @Test
    void noMessageId() {
        request.unsign(request.first("MessageID")).remove("MessageID");
    }

    @Test
    void endorsingSignatureInClear() {
        request.inClear(request.endorsingSignature());
    }

    @Test
    void certificateSignedToo() {
        request.coverAlso(request.primarySignature(), request.first("BinarySecurityToken"));
    }

    @Test
    void securityHeaderOfSomebodyElse() {
        Element other = request.create(SECURITY, "w:Security");
        other.setAttributeNS(Namespaces.SOAP, "s:role", "urn:an-intermediary");
        other.appendChild(request.create("urn:other", "x:Token"));
        request.header().appendChild(other);
    }

    @Test
    void idsOnTokenReferences() {
        int id = 0;
        for (Element reference : request.all("SecurityTokenReference")) {
            reference.setAttributeNS(UTILITY, "u:Id", "reference-" + id++);
        }
        assertThat(request.all("SecurityTokenReference"))
                .allMatch(reference -> !Elements.id(reference).isEmpty());
    }

    private void insert(Element derivedKey, String name, String value) {
        Element element = request.create(CONVERSATION, "c:" + name);
        element.setTextContent(value);
        derivedKey.insertBefore(element, Forgery.in(derivedKey, "Nonce"));
    }

    private static String wrapped(String base64, String lineBreak) {
        return base64.replaceAll("(.{16})", "$1" + lineBreak);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.SecurityFault.ALGORITHM_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.DECRYPTION_FAILED;
import static dev.wshttp.security.SecurityFault.DUPLICATE_ID;
import static dev.wshttp.security.SecurityFault.ENDORSING_SIGNATURE_MISSING;
import static dev.wshttp.security.SecurityFault.KEY_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.MESSAGE_REPLAYED;
import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_OUT_OF_RANGE;
import static dev.wshttp.security.internal.soap.Namespaces.ADDRESSING;
import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.SIGNATURE;
import static dev.wshttp.security.internal.soap.Namespaces.SOAP;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.KeyTransport;
import dev.wshttp.security.internal.token.SharedSecret;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/**
 * Requests by an attacker that has the message key, as every attacker can, because the service's certificate is public. Unless it says otherwise, a test breaks
 * one rule and has all else made anew with the genuine keys, so that only this rule can be the reason of the refusal.
 */
@ParameterizedClass
@EnumSource(Call.Origin.class)
class ForgedRequestTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String ATTACKER = "urn:attacker";
    private static final String XMLDSIG_MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String SHA256 = ENCRYPTION + "sha256";

    private final Call.Origin origin;
    private final Call call;
    private final Forgery request;

    ForgedRequestTest(Call.Origin origin) {
        this.origin = origin;
        this.call = origin.call(PKI);
        this.request = call.openedRequest();
    }

    @Test
    void isAcceptedWhenMadeAnewWithoutAnyChange() {
        assertThat(call.serviceAccepts(call.remade(request)).sender())
                .contains(call.client().certificate());
    }

    // Who signed

    @Test
    void refusesReplayThatWasEncryptedAnew() {
        call.serviceAccepts(call.request());

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void refusesChangedBodyUnderTheVictimsEndorsement() {
        request.first("n1").setTextContent("1000000");

        assertThat(call.serviceRefuses(request.sign().seal())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesChangedBodyUnderTheVictimsSignatures() {
        request.first("n1").setTextContent("1000000");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesEndorsementByAnotherTrustedClientUnderTheVictimsCertificate() {
        X509Credential another = Call.credential(PKI.revoked(TestPki.Role.SERVICE));

        assertThat(call.serviceRefuses(
                        request.sign().endorse(another.privateKey()).seal()))
                .isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesEndorsementByAStrangerUnderHisOwnCertificate() {
        X509Credential stranger = origin.stranger(PKI);
        showCertificate(stranger.certificate());

        assertThat(call.serviceRefuses(
                        request.sign().endorse(stranger.privateKey()).seal()))
                .isEqualTo(CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void refusesTheVictimsSignaturesUnderAnAttackersMessageKey() {
        var secret = SharedSecret.random(new SecureRandom(), 32);
        request.rekey(secret, wrap(secret, AlgorithmSuite.BASIC256));

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesTheVictimsEndorsementUnderAnAttackersMessageKey() {
        var secret = SharedSecret.random(new SecureRandom(), 32);
        request.rekey(secret, wrap(secret, AlgorithmSuite.BASIC256));

        assertThat(call.serviceRefuses(request.sign().seal())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesMessageWithoutAnySignature() {
        request.dropPart(request.endorsingSignature()).dropPart(request.primarySignature());

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesMessageWithoutCertificate() {
        request.remove("BinarySecurityToken");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ENDORSING_SIGNATURE_MISSING);
    }

    @Test
    void refusesEndorsementOfThePrimaryDigestUnderAnotherId() {
        Element decoy = (Element) request.primarySignature().cloneNode(true);
        decoy.setAttributeNS(null, "Id", "decoy");
        request.header().appendChild(decoy);
        Element reference = Forgery.in(request.endorsingSignature(), "Reference");
        reference.setAttributeNS(null, "URI", "#decoy");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesEndorsingSignatureThatCoversMore() {
        request.coverAlso(request.endorsingSignature(), request.first("Timestamp"));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesEndorsingSignatureThatNamesAnotherToken() {
        Element keyInfo = Forgery.in(request.endorsingSignature(), "KeyInfo");
        Forgery.in(keyInfo, "Reference").setAttributeNS(null, "URI", "#" + Elements.id(request.signatureKey()));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesPrimarySignatureWithTheClientsKeyInsteadOfTheMessageKey() {
        Element copy = (Element) request.endorsingSignature().cloneNode(true);
        request.plaintext(request.primarySignature(), Serialized.of(copy));

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    // What is signed

    @ParameterizedTest
    @ValueSource(strings = {"Body", "Timestamp", "Action", "MessageID", "ReplyTo", "To"})
    void refusesPartThatIsNotSigned(String part) {
        request.unsign(request.first(part));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(PART_NOT_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FaultTo", "From", "RelatesTo"})
    void refusesAddressingHeaderAddedWithoutSigningIt(String header) {
        request.header().appendChild(request.create(ADDRESSING, "a:" + header));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesAnotherBodyWhileTheSignedOneStandsInAHeader() {
        Element genuine = request.body();
        Element forged = (Element) genuine.cloneNode(true);
        forged.removeAttributeNS(UTILITY, "Id");
        Forgery.in(forged, "n1").setTextContent("1000000");
        genuine.getParentNode().replaceChild(forged, genuine);
        wrap(genuine);

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesAnotherBodyUnderAnIdOfItsOwnWhileTheSignedOneStandsInAHeader() {
        Element genuine = request.body();
        Element forged = (Element) genuine.cloneNode(true);
        forged.setAttributeNS(UTILITY, "u:Id", "forged");
        genuine.getParentNode().replaceChild(forged, genuine);
        wrap(genuine);

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesTheSignedBodyHiddenInsideTheEncryption() {
        Element genuine = request.body();
        String hidden = "<x:Forged xmlns:x='urn:attacker'/>" + Serialized.of(genuine);
        Element forged = (Element) genuine.cloneNode(true);
        forged.removeAttributeNS(UTILITY, "Id");
        genuine.getParentNode().replaceChild(forged, genuine);
        request.plaintext(genuine, hidden);

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesIdRepeatedInsideTheEncryption() {
        Element twin = request.create(ATTACKER, "x:Twin");
        twin.setAttributeNS(UTILITY, "u:Id", Elements.id(request.first("To")));
        request.body().appendChild(twin);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(DUPLICATE_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://attacker.example/payload.xml", "file:///etc/passwd", "", "#"})
    void refusesSignatureOverSomethingElseThanAPartOfTheMessage(String uri) {
        Element reference =
                Forgery.in(request.sign().endorse(call.client().privateKey()).primarySignature(), "Reference");
        reference.setAttributeNS(null, "URI", uri);

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesReferenceByXPointer() {
        Element reference = Forgery.in(request.primarySignature(), "Reference");
        reference.setAttributeNS(null, "URI", "#xpointer(/)");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesReferenceWithoutUri() {
        Forgery.in(request.primarySignature(), "Reference").removeAttribute("URI");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/TR/1999/REC-xpath-19991116",
                "http://www.w3.org/2002/06/xmldsig-filter2",
                "http://www.w3.org/TR/1999/REC-xslt-19991116",
                SIGNATURE + "enveloped-signature",
                SIGNATURE + "base64",
                "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            })
    void refusesOtherTransform(String uri) {
        Forgery.useAlgorithm(request.primarySignature(), "Transform", uri);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesSecondTransform() {
        Element transforms = Forgery.in(request.primarySignature(), "Transforms");
        Element second = request.create(SIGNATURE, "Transform");
        second.setAttributeNS(null, "Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116");
        transforms.appendChild(second);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesReferenceWithoutTransform() {
        Forgery.remove(Forgery.in(request.primarySignature(), "Transforms"));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesXPathInsideTheTransform() {
        Element transform = Forgery.in(request.primarySignature(), "Transform");
        transform.appendChild(request.create(SIGNATURE, "XPath")).setTextContent("false()");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Object", "Manifest"})
    void refusesObjectInTheSignature(String name) {
        request.primarySignature().appendChild(request.create(SIGNATURE, name));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesTruncatedHmac() {
        Element method = Forgery.in(request.primarySignature(), "SignatureMethod");
        method.appendChild(request.create(SIGNATURE, "HMACOutputLength")).setTextContent("8");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesMoreReferencesThanWcfReads() {
        for (int i = 0; i < 100; i++) {
            request.coverAlso(request.primarySignature(), request.first("To"));
        }

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesSignatureWithoutAnyReference() {
        request.all("Reference").stream()
                .filter(reference -> SIGNATURE.equals(reference.getNamespaceURI()))
                .filter(reference -> request.primarySignature()
                        .isSameNode(reference.getParentNode().getParentNode()))
                .forEach(Forgery::remove);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    // What is encrypted

    @Test
    void refusesPrimarySignatureInClear() {
        request.inClear(request.primarySignature());

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(PART_NOT_ENCRYPTED);
    }

    @Test
    void refusesTextBesidesTheEncryptedBody() {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        sealed.body().appendChild(sealed.body().getOwnerDocument().createTextNode("1000000"));

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(PART_NOT_ENCRYPTED);
    }

    @Test
    void refusesElementBesidesTheEncryptedBody() {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        sealed.body().appendChild(sealed.create(ATTACKER, "Transfer"));

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(PART_NOT_ENCRYPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void refusesReferenceListThatLeavesAPartOut(int index) {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        Forgery.remove(sealed.all("DataReference").get(index));

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#elsewhere", "http://attacker.example/data.xml", "", "#"})
    void refusesReferenceListThatPointsElsewhere(String uri) {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        sealed.first("DataReference").setAttributeNS(null, "URI", uri);

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesReferenceListThatNamesAnEncryptedElementElsewhere() {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        Element data = (Element) sealed.all("EncryptedData").get(0).cloneNode(true);
        data.setAttributeNS(null, "Id", "elsewhere");
        data.setAttributeNS(Namespaces.XMLNS, "xmlns:o", Namespaces.SECURITY);
        sealed.header().appendChild(data);
        Element reference = sealed.create(ENCRYPTION, "e:DataReference");
        reference.setAttributeNS(null, "URI", "#elsewhere");
        sealed.first("ReferenceList").appendChild(reference);

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesReferenceListThatNamesAPartTwice() {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        sealed.first("ReferenceList").appendChild(sealed.first("DataReference").cloneNode(true));

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesKeyReferenceInTheReferenceList() {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        Element reference = sealed.create(ENCRYPTION, "e:KeyReference");
        reference.setAttributeNS(null, "URI", "#" + Elements.id(sealed.first("EncryptedKey")));
        sealed.first("ReferenceList").appendChild(reference);

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EncryptedKey", "EncryptedData"})
    void refusesCipherReference(String holder) {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        Element data = Forgery.in(sealed.first(holder), "CipherData");
        data.setTextContent("");
        Element reference = sealed.create(ENCRYPTION, "e:CipherReference");
        reference.setAttributeNS(null, "URI", "http://attacker.example/data.bin");
        data.appendChild(reference);

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesEncryptedDataOfTheOtherType() {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        sealed.all("EncryptedData").get(0).setAttributeNS(null, "Type", Namespaces.ENCRYPTED_CONTENT);

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesEncryptedDataWithAKeyOfItsOwn() {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        Element keyInfo = Forgery.in(sealed.all("EncryptedData").get(0), "KeyInfo");
        keyInfo.setTextContent("");
        keyInfo.appendChild(sealed.first("EncryptedKey").cloneNode(true));
        ((Element) keyInfo.getFirstChild()).setAttributeNS(null, "Id", "own");

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<Add", "<Add></Sub>", "&undefined;", "<unbound:Add/>", "\u0000", "]]>", "<Add/></x>"})
    void refusesWhatIsNoXmlInsideTheEncryption(String plaintext) {
        request.plaintext(request.body(), plaintext);

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesDocumentTypeInsideTheEncryption() {
        request.plaintext(request.body(), "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(DECRYPTION_FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 20_000})
    void refusesDeeplyNestedContentInsideTheEncryption(int levels) {
        request.plaintext(request.body(), "<a>".repeat(levels) + "</a>".repeat(levels));

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesAttributeFloodInsideTheEncryption() {
        var attributes = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        request.plaintext(request.body(), "<a" + attributes + "/>");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesTwoElementsInsideOneEncryptedItem() {
        Element signature = request.sign().endorse(call.client().privateKey()).primarySignature();
        request.plaintext(signature, Serialized.of(signature) + "<x xmlns='urn:attacker'/>");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesNothingInsideAnEncryptedItem() {
        request.plaintext(request.endorsingSignature(), "");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesOtherElementInTheSignaturesPlace() {
        request.plaintext(request.endorsingSignature(), "<x xmlns='urn:attacker'/>");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    // The keys

    @Test
    void refusesKeyEncryptedForAnotherCertificate() {
        request.first("KeyIdentifier").setTextContent(Base64.getEncoder().encodeToString(new byte[20]));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(KEY_NOT_RECOGNIZED);
    }

    @Test
    void refusesMessageKeyOf16BytesUnderA256BitSuite() {
        var secret = SharedSecret.random(new SecureRandom(), 16);
        request.rekey(secret, wrap(secret, AlgorithmSuite.BASIC128));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesMessageWithoutEncryptedKey() {
        Forgery sealed = Forgery.intercepted(call.remade(request)).remove("EncryptedKey");

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesMessageWithoutDerivedKeys() {
        Forgery sealed = Forgery.intercepted(call.remade(request)).remove("DerivedKeyToken");

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesEncryptionWithTheMessageKeyItself() {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        Forgery.in(Forgery.in(sealed.body(), "KeyInfo"), "Reference")
                .setAttributeNS(null, "URI", "#" + Elements.id(sealed.first("EncryptedKey")));

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "16", "23"})
    void refusesShorterDerivedSignatureKey(String length) {
        Forgery.in(request.signatureKey(), "Length").setTextContent(length);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesShorterDerivedEncryptionKey() {
        Element length = request.create(CONVERSATION, "c:Length");
        length.setTextContent("16");
        request.encryptionKey().insertBefore(length, Forgery.in(request.encryptionKey(), "Nonce"));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({"33, 0", "32, 65", "0, 0", "-1, 0", "2147483648, 0", "32, 2147483647"})
    void refusesDerivedKeyOutsideWcfsLimits(String length, String offset) {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        Forgery.in(sealed.signatureKey(), "Length").setTextContent(length);
        Forgery.in(sealed.signatureKey(), "Offset").setTextContent(offset);

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesFiveDerivedKeys() {
        for (int i = 0; i < 3; i++) {
            Element copy = (Element) request.signatureKey().cloneNode(true);
            copy.setAttributeNS(UTILITY, "u:Id", "copy-" + i);
            request.security().insertBefore(copy, request.first("ReferenceList"));
        }

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesDerivedKeyOfAnotherValueType() {
        Forgery.in(request.signatureKey(), "Reference").setAttributeNS(null, "ValueType", CONVERSATION + "/sct");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(KEY_NOT_RECOGNIZED);
    }

    @Test
    void refusesKeyDerivedFromTheCertificate() {
        Forgery.in(request.signatureKey(), "Reference")
                .setAttributeNS(null, "URI", "#" + Elements.id(request.first("BinarySecurityToken")));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(KEY_NOT_RECOGNIZED);
    }

    // The algorithms of another suite, one at a time

    @Test
    void refusesDigestOfAnotherSuite() {
        Forgery.useAlgorithm(Forgery.in(request.primarySignature(), "Reference"), "DigestMethod", SHA256);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesHmacOfAnotherSuite() {
        Forgery.useAlgorithm(request.primarySignature(), "SignatureMethod", XMLDSIG_MORE + "hmac-sha256");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesEndorsingDigestOfAnotherSuite() {
        Forgery.useAlgorithm(request.endorsingSignature(), "DigestMethod", SHA256);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesOtherCanonicalization() {
        Forgery.useAlgorithm(
                request.primarySignature(),
                "CanonicalizationMethod",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://www.w3.org/2009/xmlenc11#aes256-gcm"})
    void refusesDataEncryptionOfAnotherSuite(String uri) {
        Forgery sealed = Forgery.intercepted(call.remade(request));
        Forgery.useAlgorithm(sealed.body(), "EncryptionMethod", uri);

        assertThat(call.serviceRefuses(sealed.octets())).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://www.w3.org/2001/04/xmlenc#rsa-1_5", "http://www.w3.org/2009/xmlenc11#rsa-oaep"})
    void refusesKeyTransportOfAnotherSuite(String uri) {
        Forgery.useAlgorithm(request.first("EncryptedKey"), "EncryptionMethod", uri);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesKeyTransportWithAnotherDigest() {
        Forgery.useAlgorithm(request.first("EncryptedKey"), "DigestMethod", SHA256);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesKeyTransportWithParameters() {
        Forgery.in(request.first("EncryptedKey"), "EncryptionMethod")
                .appendChild(request.create(ENCRYPTION, "e:OAEPparams"))
                .setTextContent("AAAA");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesOtherKeyDerivation() {
        request.signatureKey().setAttributeNS(null, "Algorithm", CONVERSATION + "/dk/other");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    // The order of the header

    @Test
    void refusesTimestampOutOfTime() {
        request.first("Created").setTextContent("2001-01-01T00:00:00Z");

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
    }

    @Test
    void refusesSecondTimestamp() {
        Element second = (Element) request.first("Timestamp").cloneNode(true);
        second.setAttributeNS(UTILITY, "u:Id", "second");
        request.security().appendChild(second);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesTimestampWithTwoCreations() {
        request.first("Timestamp").insertBefore(request.first("Created").cloneNode(true), request.first("Expires"));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesUnknownElementInTheSecurityHeader() {
        request.security().appendChild(request.create(ATTACKER, "x:Unknown"));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesTextInTheSecurityHeader() {
        request.security().appendChild(request.security().getOwnerDocument().createTextNode("text"));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EncryptedKey", "BinarySecurityToken", "ReferenceList"})
    void refusesSecondToken(String name) {
        Element second = (Element) request.first(name).cloneNode(true);
        second.removeAttributeNS(UTILITY, "Id");
        second.removeAttribute("Id");
        request.security().insertBefore(second, request.first("BinarySecurityToken"));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesThirdSignature() {
        Element third = (Element) request.endorsingSignature().cloneNode(true);
        request.encryptAlso(third, request.endorsingSignature());
        request.security().appendChild(third);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "EncryptedKey, SECURITY_HEADER_MALFORMED",
        "DerivedKeyToken, SECURITY_HEADER_MALFORMED",
        "ReferenceList, SECURITY_HEADER_MALFORMED",
        "BinarySecurityToken, ENDORSING_SIGNATURE_MISSING",
    })
    void refusesTokenAfterItsUse(String name, SecurityFault expected) {
        Forgery.moveToEnd(request.first(name));

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(expected);
    }

    @Test
    void refusesSignatureConfirmationInARequest() {
        Element confirmation = request.create(Namespaces.SECURITY_11, "k:SignatureConfirmation");
        confirmation.setAttributeNS(UTILITY, "u:Id", "confirmation");
        confirmation.setAttributeNS(null, "Value", "AAAA");
        request.security().insertBefore(confirmation, request.primarySignature());
        request.encryptAlso(confirmation, request.primarySignature());
        request.coverAlso(request.primarySignature(), confirmation);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void keepsUnsignedHeadersOfStrangersFromTheApplication() {
        request.header().appendChild(request.create(ATTACKER, "x:Role")).setTextContent("administrator");

        var accepted = call.serviceAccepts(call.remade(request));

        assertThat(Serialized.of(accepted.envelope()))
                .doesNotContain("administrator")
                .contains("n1");
    }

    @Test
    void refusesUnsignedHeaderThatHasToBeUnderstood() {
        Element header = request.create(ATTACKER, "x:Demand");
        header.setAttributeNS(SOAP, "s:mustUnderstand", "1");
        request.header().appendChild(header);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(PART_NOT_SIGNED);
    }

    /** SOAP 1.2: no one acts in the role none, and this side in no role of another's. What is not signed does not reach the application. */
    @ParameterizedTest
    @ValueSource(strings = {"http://www.w3.org/2003/05/soap-envelope/role/none", "urn:other-role"})
    void ignoresUnsignedHeadersForOtherRoles(String role) {
        Element header = request.create(ATTACKER, "x:Demand");
        header.setAttributeNS(SOAP, "s:mustUnderstand", "1");
        header.setAttributeNS(SOAP, "s:role", role);
        header.setTextContent("administrator");
        request.header().appendChild(header);

        var accepted = call.serviceAccepts(call.remade(request));

        assertThat(Serialized.of(accepted.envelope())).doesNotContain("administrator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://www.w3.org/2003/05/soap-envelope/role/next",
                "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"
            })
    void refusesUnsignedHeadersThatThisSideHasToUnderstand(String role) {
        Element header = request.create(ATTACKER, "x:Demand");
        header.setAttributeNS(SOAP, "s:mustUnderstand", "true");
        header.setAttributeNS(SOAP, "s:role", role);
        request.header().appendChild(header);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesPrefixListThatMakesCanonicalizationCostly() {
        Element inclusive = request.create("http://www.w3.org/2001/10/xml-exc-c14n#", "ec:InclusiveNamespaces");
        inclusive.setAttributeNS(null, "PrefixList", "p ".repeat(1_000));
        request.first("Transform").appendChild(inclusive);

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesManyDigestsOfTheSamePart() {
        request.coverAlso(request.primarySignature(), request.body());

        assertThat(call.serviceRefuses(call.remade(request))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesTwoElementsInOneEncryptedItem() {
        request.plaintext(request.endorsingSignature(), "<x/><y/>");

        assertThat(call.serviceRefuses(request.seal())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    /**
     * What is encrypted stands in the place of the EncryptedData, not in it (XML Encryption, section 4.3.3): a prefix that an attacker declares there
     * would be one namespace to the signature and another one to the application.
     */
    @Test
    void readsEncryptedContentInTheNamespacesOfItsPlace() {
        Element envelope = (Element) request.header().getParentNode();
        envelope.setAttributeNS(Namespaces.XMLNS, "xmlns:p", "urn:good");
        Element content = envelope.getOwnerDocument().createElementNS("urn:good", "p:Add");
        request.body().setTextContent("");
        request.body().appendChild(content);
        request.plaintext(request.body(), "<p:Add></p:Add>");
        byte[] genuine = call.remade(request);
        Forgery intercepted = Forgery.intercepted(genuine);
        Forgery.in(intercepted.body(), "EncryptedData").setAttributeNS(Namespaces.XMLNS, "xmlns:p", "urn:evil");

        var seen = call.serviceAccepts(intercepted.octets());

        assertThat(seen.envelope().content().orElseThrow().namespace()).isEqualTo("urn:good");
    }

    private void wrap(Element genuine) {
        Element wrapper = request.create(ATTACKER, "x:Wrapper");
        wrapper.appendChild(genuine);
        request.header().appendChild(wrapper);
    }

    private void showCertificate(X509Certificate certificate) {
        try {
            request.first("BinarySecurityToken")
                    .setTextContent(Base64.getEncoder().encodeToString(certificate.getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] wrap(SharedSecret secret, AlgorithmSuite suite) {
        X509Certificate service = call.service();
        return new KeyTransport(suite, new SecureRandom()).wrap(secret, service);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.SecurityFault.ALGORITHM_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.DECRYPTION_FAILED;
import static dev.wshttp.security.SecurityFault.DUPLICATE_ID;
import static dev.wshttp.security.SecurityFault.ENDORSING_SIGNATURE_MISSING;
import static dev.wshttp.security.SecurityFault.KEY_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.MESSAGE_REPLAYED;
import static dev.wshttp.security.SecurityFault.MESSAGE_UNREADABLE;
import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MISSING;
import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_MISSING;
import static dev.wshttp.security.internal.soap.Namespaces.ADDRESSING;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.SOAP;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Forgery;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** The changes that an attacker on the network without a key can make to a request: the service notices each of them. */
@ParameterizedClass
@EnumSource(Call.Origin.class)
class InterceptedRequestTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String ATTACKER = "urn:attacker";

    private final Call.Origin origin;
    private final Call call;
    private final Forgery request;

    InterceptedRequestTest(Call.Origin origin) {
        this.origin = origin;
        this.call = origin.call(PKI);
        this.request = Forgery.intercepted(call.request());
    }

    @Test
    void isAcceptedUnchanged() {
        assertThat(call.serviceAccepts(request.octets()).sender())
                .contains(call.client().certificate());
    }

    @Test
    void refusesReplay() {
        call.serviceAccepts(request.octets());

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void refusesReplayThatWasSerializedAnotherWay() {
        call.serviceAccepts(request.octets());
        request.first("ReferenceList")
                .appendChild(request.first("Security").getOwnerDocument().createTextNode("\n"));
        Forgery.in(request.all("EncryptedData").get(0), "CipherValue")
                .appendChild(request.security().getOwnerDocument().createTextNode("\n"));

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void refusesEndlessGuessesUnderTheSameKey() {
        byte[] genuine = request.octets();
        Element action = request.first("Action");
        action.setTextContent(action.getTextContent() + "x");
        for (int guess = 0; guess < 8; guess++) {
            assertThat(call.serviceRefuses(request.octets())).isEqualTo(SIGNATURE_INVALID);
        }

        assertThat(call.serviceRefuses(genuine)).isEqualTo(MESSAGE_REPLAYED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action", "MessageID", "To"})
    void refusesChangedAddressingHeader(String header) {
        Element block = request.first(header);
        block.setTextContent(block.getTextContent() + "x");

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action", "MessageID", "ReplyTo", "To"})
    void refusesRemovedAddressingHeader(String header) {
        request.remove(header);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesRedirectedReplyTo() {
        request.first("Address").setTextContent("http://attacker.example/");

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @CsvSource({"FaultTo, Address", "From, Address", "RelatesTo, ''"})
    void refusesAddedAddressingHeader(String header, String child) {
        Element added = request.create(ADDRESSING, "a:" + header);
        (child.isEmpty() ? added : added.appendChild(request.create(ADDRESSING, "a:" + child)))
                .setTextContent("http://attacker.example/");
        request.header().appendChild(added);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(PART_NOT_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action", "MessageID", "ReplyTo", "To"})
    void refusesSecondAddressingHeader(String header) {
        Element added = (Element) request.first(header).cloneNode(true);
        added.removeAttributeNS(UTILITY, "Id");
        request.header().insertBefore(added, request.first(header));

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesOtherTimes() {
        request.first("Expires").setTextContent("2999-01-01T00:00:00Z");

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesTimestampTakenOut() {
        request.remove("Timestamp");

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(TIMESTAMP_MISSING);
    }

    @Test
    void refusesTimestampMovedUnderAnotherElement() {
        Element original = request.first("Timestamp");
        Element replacement = (Element) original.cloneNode(true);
        replacement.removeAttributeNS(UTILITY, "Id");
        request.security().replaceChild(replacement, original);
        wrap(original);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(PART_NOT_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action", "MessageID", "ReplyTo", "To"})
    void refusesAddressingHeaderMovedUnderAnotherElement(String header) {
        Element original = request.first(header);
        Element replacement = (Element) original.cloneNode(true);
        replacement.removeAttributeNS(UTILITY, "Id");
        request.header().replaceChild(replacement, original);
        wrap(original);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesBodyMovedUnderAHeaderAndAnotherBodyInClear() {
        Element original = request.body();
        Element replacement = request.create(SOAP, "s:Body");
        replacement.appendChild(request.create(ATTACKER, "Transfer"));
        original.getParentNode().replaceChild(replacement, original);
        wrap(original);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(PART_NOT_ENCRYPTED);
    }

    /** Both bodies decrypt, to the genuine content: what the signature covers is still the one that moved. */
    @Test
    void refusesBodyMovedUnderAHeaderAndItsContentInANewBody() {
        Element original = request.body();
        Element replacement = request.create(SOAP, "s:Body");
        replacement.appendChild(Elements.children(original).get(0));
        original.getParentNode().replaceChild(replacement, original);
        wrap(original);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesSecondBody() {
        request.body().getParentNode().appendChild(request.create(SOAP, "s:Body"));

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(MESSAGE_UNREADABLE);
    }

    @Test
    void refusesBodyWrappedInABody() {
        Element original = request.body();
        Element outer = request.create(SOAP, "s:Body");
        original.getParentNode().replaceChild(outer, original);
        outer.appendChild(original);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(PART_NOT_ENCRYPTED);
    }

    @Test
    void refusesTwoElementsWithTheIdOfTheBody() {
        Element decoy = request.create(ATTACKER, "x:Decoy");
        decoy.setAttributeNS(UTILITY, "u:Id", Elements.id(request.body()));
        request.header().appendChild(decoy);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(DUPLICATE_ID);
    }

    @Test
    void refusesTheSameIdInBothForms() {
        Element decoy = request.create(ENCRYPTION, "e:Decoy");
        decoy.setAttributeNS(null, "Id", Elements.id(request.first("To")));
        request.header().appendChild(decoy);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(DUPLICATE_ID);
    }

    @Test
    void refusesFlippedBitsThatLeaveTheBodyWellFormed() {
        // The first block is '<Add xmlns="http': one bit of the vector turns the namespace into 'hutp:...'.
        flip(Forgery.in(request.body(), "CipherValue"), 13);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesFlippedBitsThatDamageTheBody() {
        flip(Forgery.in(request.body(), "CipherValue"), 0);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesTruncatedCiphertext() {
        Element value = Forgery.in(request.body(), "CipherValue");
        value.setTextContent(value.getTextContent().substring(0, 40));

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesSignaturesAndBodyExchanged() {
        Element bodyValue = Forgery.in(request.body(), "CipherValue");
        Element signatureValue = Forgery.in(request.all("EncryptedData").get(0), "CipherValue");
        String moved = bodyValue.getTextContent();
        bodyValue.setTextContent(signatureValue.getTextContent());
        signatureValue.setTextContent(moved);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesSecurityHeaderTakenOut() {
        request.remove("Security");

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SECURITY_HEADER_MISSING);
    }

    @Test
    void refusesSecurityHeaderAddressedToAnotherRole() {
        request.security().setAttributeNS(SOAP, "s:role", SOAP + "/role/next");

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SECURITY_HEADER_MISSING);
    }

    @Test
    void refusesSecondSecurityHeader() {
        request.header().appendChild(request.security().cloneNode(false));

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesBothSignaturesStripped() {
        dropItem(1);
        dropItem(0);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesEndorsingSignatureStripped() {
        dropItem(1);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(ENDORSING_SIGNATURE_MISSING);
    }

    @Test
    void refusesPrimarySignatureStripped() {
        dropItem(0);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(ENDORSING_SIGNATURE_MISSING);
    }

    @Test
    void refusesCertificateStripped() {
        request.remove("BinarySecurityToken");

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(ENDORSING_SIGNATURE_MISSING);
    }

    @Test
    void refusesEndorsingSignatureBeforeThePrimaryOne() {
        Forgery.moveBefore(
                request.all("EncryptedData").get(1),
                request.all("EncryptedData").get(0));

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesEncryptedKeyOfAnotherMessage() {
        Forgery other = Forgery.intercepted(origin.anotherRequest(PKI));
        String value = Forgery.in(other.first("EncryptedKey"), "CipherValue").getTextContent();
        Forgery.in(request.first("EncryptedKey"), "CipherValue").setTextContent(value);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesDamagedEncryptedKeyJustLikeDamagedData() {
        flip(Forgery.in(request.first("EncryptedKey"), "CipherValue"), 100);

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesKeyForAnotherCertificate() {
        request.first("KeyIdentifier").setTextContent(Base64.getEncoder().encodeToString(new byte[20]));

        assertThat(call.serviceRefuses(request.octets())).isEqualTo(KEY_NOT_RECOGNIZED);
    }

    @Test
    void refusesReflectedReply() {
        assertThat(call.serviceRefuses(call.reply())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    private void wrap(Element original) {
        Element wrapper = request.create(ATTACKER, "x:Wrapper");
        wrapper.appendChild(original);
        request.header().appendChild(wrapper);
    }

    /** Takes an encrypted item out of the security header and out of the list. */
    private void dropItem(int index) {
        Element item = request.all("EncryptedData").get(index);
        request.all("DataReference").stream()
                .filter(reference -> reference.getAttribute("URI").equals("#" + Elements.id(item)))
                .forEach(Forgery::remove);
        Forgery.remove(item);
    }

    private static void flip(Element value, int index) {
        byte[] octets = Base64.getDecoder().decode(value.getTextContent());
        octets[index] ^= 1;
        value.setTextContent(Base64.getEncoder().encodeToString(octets));
    }
}

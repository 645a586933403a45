// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.SecurityFault.ALGORITHM_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.DECRYPTION_FAILED;
import static dev.wshttp.security.SecurityFault.KEY_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.MESSAGE_REPLAYED;
import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MISSING;
import static dev.wshttp.security.SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH;
import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_OUT_OF_RANGE;
import static dev.wshttp.security.internal.soap.Namespaces.ADDRESSING;
import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.MessageKey;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/**
 * Replies by an attacker on the network, and by one that has the request's key, which only the service has unless its implementation is
 * careless. The client compares each reply with its request.
 */
@ParameterizedClass
@EnumSource(Call.Origin.class)
class ForgedReplyTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final Call.Origin origin;
    private final Call call;
    private final Forgery reply;

    ForgedReplyTest(Call.Origin origin) {
        this.origin = origin;
        this.call = origin.call(PKI);
        this.reply = call.openedReply();
    }

    @Test
    void isAcceptedWhenMadeAnewWithoutAnyChange() {
        assertThat(Serialized.of(call.clientAccepts(call.remade(reply)).envelope()))
                .contains("115.99");
    }

    // An attacker on the path

    @Test
    void refusesReplay() {
        call.clientAccepts(call.reply());

        assertThat(call.clientRefuses(call.reply())).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void refusesReflectedRequest() {
        assertThat(call.clientRefuses(call.request())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action", "RelatesTo"})
    void refusesChangedAddressingHeader(String header) {
        Forgery wire = Forgery.intercepted(call.reply());
        wire.first(header).setTextContent("urn:changed");

        assertThat(call.clientRefuses(wire.octets())).isEqualTo(SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action", "RelatesTo"})
    void refusesRemovedAddressingHeader(String header) {
        Forgery wire = Forgery.intercepted(call.reply()).remove(header);

        assertThat(call.clientRefuses(wire.octets())).isEqualTo(SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"To", "MessageID", "ReplyTo", "FaultTo", "From"})
    void refusesAddedAddressingHeader(String header) {
        Forgery wire = Forgery.intercepted(call.reply());
        wire.header().appendChild(wire.create(ADDRESSING, "a:" + header));

        assertThat(call.clientRefuses(wire.octets())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesReplyWithoutSecurity() {
        Forgery wire = Forgery.intercepted(call.reply()).remove("Security");

        assertThat(call.clientRefuses(wire.octets())).isEqualTo(SECURITY_HEADER_MISSING);
    }

    @Test
    void refusesReplyToAnotherRequest() {
        byte[] another = origin.anotherReply(PKI);

        assertThat(call.clientRefuses(another)).isEqualTo(KEY_NOT_RECOGNIZED);
    }

    @Test
    void refusesReplyToAnotherRequestUnderTheNameOfThisRequestsKey() {
        Forgery wire = Forgery.intercepted(origin.anotherReply(PKI));
        wire.all("KeyIdentifier")
                .forEach(name ->
                        name.setTextContent(((MessageKey.Encrypted) call.sent().key()).encryptedKeySha1()));

        assertThat(call.clientRefuses(wire.octets())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesBodyInClearUnderTheOriginalSignature() {
        Forgery wire = Forgery.intercepted(call.reply());
        Element body = wire.body();
        body.setTextContent("");
        body.appendChild(wire.create("urn:attacker", "Result"));

        assertThat(call.clientRefuses(wire.octets())).isEqualTo(PART_NOT_ENCRYPTED);
    }

    // Whom the reply answers

    @Test
    void refusesReplyWithAKeyOfItsOwn() {
        Element key = Forgery.intercepted(call.request()).first("EncryptedKey");
        reply.security().insertBefore(reply.security().getOwnerDocument().importNode(key, true), reply.signatureKey());

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesReplyUnderAnotherSecret() {
        byte[] sealed = Forgery.opened(call.reply(), call.sent().key().secret())
                .withSecret(SharedSecret.random(new SecureRandom(), 32))
                .sign()
                .seal();

        assertThat(call.clientRefuses(sealed)).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesKeyDerivedFromAnotherSecret() {
        reply.all("KeyIdentifier")
                .forEach(name -> name.setTextContent(Base64.getEncoder().encodeToString(new byte[20])));

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(KEY_NOT_RECOGNIZED);
    }

    @Test
    void refusesKeyOfTheRequestOnlyForTheSignature() {
        Forgery.in(reply.encryptionKey(), "KeyIdentifier")
                .setTextContent(Base64.getEncoder().encodeToString(new byte[20]));

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(KEY_NOT_RECOGNIZED);
    }

    // Confirmations

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void refusesConfirmationOfAnotherSignature(int index) {
        confirmation(index).setAttributeNS(null, "Value", Base64.getEncoder().encodeToString(new byte[20]));

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(SIGNATURE_CONFIRMATION_MISMATCH);
    }

    @Test
    void refusesConfirmationWithoutValue() {
        confirmation(0).removeAttribute("Value");

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(SIGNATURE_CONFIRMATION_MISMATCH);
    }

    @Test
    void refusesTheSameConfirmationTwice() {
        confirmation(1).setAttributeNS(null, "Value", confirmation(0).getAttribute("Value"));

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(SIGNATURE_CONFIRMATION_MISMATCH);
    }

    @Test
    void refusesThirdConfirmation() {
        Element third = (Element) confirmation(0).cloneNode(true);
        third.setAttributeNS(UTILITY, "u:Id", "third");
        reply.security().insertBefore(third, confirmation(0));
        reply.encryptAlso(third, confirmation(1));
        reply.coverAlso(reply.primarySignature(), third);

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(SIGNATURE_CONFIRMATION_MISMATCH);
    }

    @Test
    void refusesConfirmationInClear() {
        reply.inClear(confirmation(0));

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(PART_NOT_ENCRYPTED);
    }

    @Test
    void refusesConfirmationThatIsNotSigned() {
        reply.unsign(confirmation(0));

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(PART_NOT_SIGNED);
    }

    // Signed and encrypted like a request

    @ParameterizedTest
    @ValueSource(strings = {"Body", "Timestamp", "Action", "RelatesTo"})
    void refusesPartThatIsNotSigned(String part) {
        reply.unsign(reply.first(part));

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesReplyWithoutSignature() {
        reply.dropPart(reply.primarySignature());

        assertThat(call.clientRefuses(reply.seal())).isEqualTo(SIGNATURE_CONFIRMATION_MISMATCH);
    }

    @Test
    void refusesSecondSignature() {
        Element second = (Element) reply.primarySignature().cloneNode(true);
        reply.encryptAlso(second, reply.primarySignature());
        reply.security().appendChild(second);

        assertThat(call.clientRefuses(reply.sign().seal())).isEqualTo(SIGNATURE_CONFIRMATION_MISMATCH);
    }

    @Test
    void refusesChangedBody() {
        reply.first("AddResult").setTextContent("1000000");

        assertThat(call.clientRefuses(reply.seal())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesAnotherBodyWhileTheSignedOneStandsInAHeader() {
        Element genuine = reply.body();
        Element forged = (Element) genuine.cloneNode(true);
        forged.removeAttributeNS(UTILITY, "Id");
        genuine.getParentNode().replaceChild(forged, genuine);
        Element wrapper = reply.create("urn:attacker", "x:Wrapper");
        wrapper.appendChild(genuine);
        reply.header().appendChild(wrapper);

        assertThat(call.clientRefuses(reply.seal())).isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void refusesTimestampOutOfTime() {
        reply.first("Created").setTextContent("2001-01-01T00:00:00Z");

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
    }

    @Test
    void refusesReplyWithoutDerivedKeys() {
        Forgery sealed = Forgery.intercepted(call.remade(reply)).remove("DerivedKeyToken");

        assertThat(call.clientRefuses(sealed.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesShorterDerivedSignatureKey() {
        Forgery.in(reply.signatureKey(), "Length").setTextContent("20");

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesDigestOfAnotherSuite() {
        Forgery.useAlgorithm(Forgery.in(reply.primarySignature(), "Reference"), "DigestMethod", ENCRYPTION + "sha256");

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesHmacOfAnotherSuite() {
        Forgery.useAlgorithm(
                reply.primarySignature(), "SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256");

        assertThat(call.clientRefuses(call.remade(reply))).isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    // What WCF tolerates

    @Test
    void acceptsExplicitDefaultsOfTheEncryptionKey() {
        Element nonce = Forgery.in(reply.encryptionKey(), "Nonce");
        for (String[] pair : new String[][] {{"Offset", "0"}, {"Length", "32"}}) {
            Element element = reply.create(CONVERSATION, "c:" + pair[0]);
            element.setTextContent(pair[1]);
            reply.encryptionKey().insertBefore(element, nonce);
        }

        assertAccepted();
    }

    private void assertAccepted() {
        assertThat(Serialized.of(call.clientAccepts(call.remade(reply)).envelope()))
                .contains("115.99");
    }

    private Element confirmation(int index) {
        return reply.all("SignatureConfirmation").get(index);
    }
}

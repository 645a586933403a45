// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.wire.HttpRelay.Reply;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/** Less protection than agreed is none: nobody in between can talk the two sides out of it. */
class DowngradeIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    private static final String PLAIN_SUM = "<Add xmlns='" + CalculatorNames.NAMESPACE + "'><n1>1</n1><n2>2</n2></Add>";

    /** Something that is taken away from a request. */
    enum Stripped {
        SECURITY_HEADER(envelope -> Envelope.remove(envelope.security()), SecurityFault.SECURITY_HEADER_MISSING),
        CONTENT_OF_THE_SECURITY_HEADER(
                envelope -> envelope.replace(envelope.security(), "<o:Security xmlns:o='" + Envelope.SECURITY + "'/>"),
                SecurityFault.TIMESTAMP_MISSING),
        SECURITY_FOR_ANOTHER_ROLE(
                envelope -> envelope.security().setAttributeNS(Envelope.SOAP, "s:role", "urn:somebody-else"),
                SecurityFault.SECURITY_HEADER_MISSING),
        TIMESTAMP(envelope -> Envelope.remove(envelope.timestamp()), SecurityFault.TIMESTAMP_MISSING),
        PRIMARY_SIGNATURE(
                envelope -> envelope.strip(envelope.encryptedHeader(0)),
                SecurityFault.ENDORSING_SIGNATURE_MISSING,
                SecurityFault.PART_NOT_SIGNED),
        ENDORSING_SIGNATURE(
                envelope -> envelope.strip(envelope.encryptedHeader(1)), SecurityFault.ENDORSING_SIGNATURE_MISSING),
        BOTH_SIGNATURES(
                envelope -> {
                    envelope.strip(envelope.encryptedHeader(1));
                    envelope.strip(envelope.encryptedHeader(0));
                },
                SecurityFault.PART_NOT_SIGNED),
        CLIENT_CERTIFICATE(
                envelope -> Envelope.remove(envelope.first(Envelope.SECURITY, "BinarySecurityToken")),
                SecurityFault.ENDORSING_SIGNATURE_MISSING),
        MESSAGE_KEY(
                envelope -> Envelope.remove(envelope.first(Envelope.ENCRYPTION, "EncryptedKey")),
                SecurityFault.SECURITY_HEADER_MALFORMED,
                SecurityFault.KEY_NOT_RECOGNIZED),
        DERIVED_KEYS(
                envelope ->
                        envelope.all(Envelope.CONVERSATION, "DerivedKeyToken").forEach(Envelope::remove),
                SecurityFault.SECURITY_HEADER_MALFORMED),
        REFERENCE_LIST(
                envelope -> Envelope.remove(envelope.first(Envelope.ENCRYPTION, "ReferenceList")),
                SecurityFault.PART_NOT_ENCRYPTED),
        ENCRYPTION_OF_THE_BODY(
                envelope -> {
                    envelope.strip(envelope.encryptedBody());
                    envelope.replace(
                            envelope.body(), "<s:Body xmlns:s='" + Envelope.SOAP + "'>" + PLAIN_SUM + "</s:Body>");
                },
                SecurityFault.PART_NOT_ENCRYPTED,
                SecurityFault.PART_NOT_SIGNED);

        private final Consumer<Envelope> strip;
        private final Set<SecurityFault> faults;

        Stripped(Consumer<Envelope> strip, SecurityFault... faults) {
            this.strip = strip;
            this.faults = Set.of(faults);
        }

        Consumer<Envelope> strip() {
            return strip;
        }
    }

    @ParameterizedTest
    @EnumSource
    void byStrippingIsRefusedByTheService(Stripped stripped) {
        Envelope request = CALCULATOR.request().with(stripped.strip);

        assertInvalidSecurity(CALCULATOR.wire().send(request));
        assertThat(CALCULATOR.log().faultOf(request.messageId())).isIn(stripped.faults);
    }

    @Test
    void toAnUnsecuredRequestIsRefused() {
        String messageId = "urn:uuid:unsecured-" + System.nanoTime();
        String request =
                "<s:Envelope xmlns:s='" + Envelope.SOAP + "' xmlns:a='" + Envelope.ADDRESSING + "'><s:Header><a:Action>"
                        + CalculatorNames.ADD_ACTION + "</a:Action><a:MessageID>" + messageId + "</a:MessageID><a:To>"
                        + CALCULATOR.address() + "</a:To></s:Header><s:Body>" + PLAIN_SUM + "</s:Body></s:Envelope>";

        assertInvalidSecurity(CALCULATOR.wire().send(request));
        assertThat(CALCULATOR.log().faultOf(messageId)).isEqualTo(SecurityFault.SECURITY_HEADER_MISSING);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BASIC256")
    void toAnotherAlgorithmSuiteIsRefused(AlgorithmSuite suite) {
        Envelope request = CALCULATOR.request(CALCULATOR.client().withSuite(suite));

        assertInvalidSecurity(CALCULATOR.wire().send(request));
        assertThat(CALCULATOR.log().faultOf(request.messageId())).isEqualTo(SecurityFault.ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void fromSha256ToSha1IsRefused() {
        try (var service = CALCULATOR.start(setup -> setup.with("algorithm-suite", "basic256sha256"))) {
            Envelope request = RequestCapture.of(CALCULATOR.client(), service.address());

            assertInvalidSecurity(new WirePeer(service.via()).send(request));
            assertThat(service.log().faultOf(request.messageId())).isEqualTo(SecurityFault.ALGORITHM_NOT_ACCEPTED);
        }
    }

    /** Something that is taken away from a reply. */
    enum StrippedReply {
        SECURITY_HEADER(envelope -> Envelope.remove(envelope.security()), SecurityFault.REPLY_NOT_SECURED),
        TIMESTAMP(envelope -> Envelope.remove(envelope.timestamp()), SecurityFault.TIMESTAMP_MISSING),
        FIRST_CONFIRMATION(
                envelope -> envelope.strip(envelope.encryptedHeader(0)),
                SecurityFault.SIGNATURE_INVALID,
                SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH),
        SECOND_CONFIRMATION(
                envelope -> envelope.strip(envelope.encryptedHeader(1)),
                SecurityFault.SIGNATURE_INVALID,
                SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH),
        SIGNATURE(envelope -> envelope.strip(envelope.encryptedHeader(2)), SecurityFault.PART_NOT_SIGNED),
        ALL_BUT_THE_TIMESTAMP(
                envelope -> {
                    Element security = envelope.security();
                    Element timestamp = envelope.timestamp();
                    while (security.getLastChild() != timestamp) {
                        security.removeChild(security.getLastChild());
                    }
                },
                SecurityFault.SECURITY_HEADER_MALFORMED);

        private final Consumer<Envelope> strip;
        private final Set<SecurityFault> faults;

        StrippedReply(Consumer<Envelope> strip, SecurityFault... faults) {
            this.strip = strip;
            this.faults = Set.of(faults);
        }
    }

    @ParameterizedTest
    @EnumSource
    void byStrippingIsRefusedByTheClient(StrippedReply stripped) {
        try (var attacker = ManInTheMiddle.changingReplies(CALCULATOR.via(), reply -> reply.with(stripped.strip))) {
            var calculator = CALCULATOR.client().connect(attacker.address(), CALCULATOR.address());

            var refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                    dev.wshttp.security.MessageSecurityException.class, () -> calculator.add(1, 2));

            assertThat(refused).as("the client believed the reply").isNotNull();
            assertThat(refused.fault()).as(refused.getMessage()).isIn(stripped.faults);
        }
    }

    @Test
    void toAnUnsecuredReplyIsRefused() {
        assertClientRefuses(
                200,
                "<AddResponse xmlns='" + CalculatorNames.NAMESPACE + "'><AddResult>3</AddResult></AddResponse>",
                SecurityFault.REPLY_NOT_SECURED);
    }

    @Test
    void toAnUnsecuredFaultOfTheApplicationIsNotBelieved() {
        assertClientRefuses(
                500,
                "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang='en'>forged</s:Text>"
                        + "</s:Reason></s:Fault>",
                SecurityFault.FAULT_NOT_SECURED);
    }

    private static void assertClientRefuses(int status, String body, SecurityFault fault) {
        byte[] forged = ("<s:Envelope xmlns:s='" + Envelope.SOAP + "'><s:Body>" + body + "</s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
        try (var attacker = ManInTheMiddle.answering(request -> new Reply(status, WirePeer.SOAP_12, forged))) {
            var calculator = CALCULATOR.client().connect(attacker.address(), CALCULATOR.address());

            assertRefused(() -> calculator.add(1, 2), fault);
        }
    }
}

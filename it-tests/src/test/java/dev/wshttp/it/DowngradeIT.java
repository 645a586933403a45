// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertInvalidRequest;
import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.wire.Refusals.assertRefused;
import static dev.wshttp.it.wire.Refusals.assertRefusedFor;
import static dev.wshttp.it.wire.Refusals.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.program.RequestCapture;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Both sides refuse messages with less protection than they agreed on, whatever a man in the middle takes away. */
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
                envelope -> envelope.security().setAttributeNS(Envelope.SOAP, "s:role", "urn:another-node"),
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

        private static final EnumSet<Stripped> OUTSIDE_CONTEXTS =
                EnumSet.of(ENDORSING_SIGNATURE, BOTH_SIGNATURES, CLIENT_CERTIFICATE, MESSAGE_KEY);

        // Who names no context cannot be asked for more.
        private static final EnumSet<Stripped> WITH_THE_CONTEXT =
                EnumSet.of(SECURITY_HEADER, CONTENT_OF_THE_SECURITY_HEADER, SECURITY_FOR_ANOTHER_ROLE);

        private final Consumer<Envelope> strip;
        private final Set<SecurityFault> faults;

        static List<Stripped> in(Mode mode) {
            return mode.hasContext() ? List.copyOf(EnumSet.complementOf(OUTSIDE_CONTEXTS)) : List.of(values());
        }

        Set<SecurityFault> faults(Mode mode) {
            if (mode.hasContext() && WITH_THE_CONTEXT.contains(this)) {
                if (mode.hasSession()) {
                    return faults.contains(SecurityFault.SECURITY_HEADER_MISSING)
                            ? faults
                            : Set.of(SecurityFault.CONTEXT_NOT_RECOGNIZED);
                }
                return Set.of(SecurityFault.SECURITY_HEADER_MISSING, SecurityFault.KEY_NOT_RECOGNIZED);
            }
            return faults;
        }

        Stripped(Consumer<Envelope> strip, SecurityFault... faults) {
            this.strip = strip;
            this.faults = Set.of(faults);
        }

        Consumer<Envelope> strip() {
            return strip;
        }
    }

    static Stream<Arguments> stripped() {
        return Stream.of(Mode.values())
                .flatMap(mode -> Stripped.in(mode).stream().map(stripped -> Arguments.of(mode, stripped)));
    }

    @ParameterizedTest
    @MethodSource("stripped")
    void byStrippingIsRefusedByTheService(Mode mode, Stripped stripped) {
        var service = CALCULATOR.in(mode);
        Envelope request = service.request().with(stripped.strip);

        WireReply reply = service.wire().send(request);

        SecurityFault fault = service.log().faultOf(request.messageId());
        assertThat(fault).isIn(stripped.faults(mode));
        assertRefusedFor(told(mode.hasSession(), fault), request.action(), reply);
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void toAnUnsecuredRequestIsRefused(Mode mode) {
        var service = CALCULATOR.in(mode);
        String messageId = "urn:uuid:unsecured-" + System.nanoTime();
        String request =
                "<s:Envelope xmlns:s='" + Envelope.SOAP + "' xmlns:a='" + Envelope.ADDRESSING + "'><s:Header><a:Action>"
                        + CalculatorNames.ADD_ACTION + "</a:Action><a:MessageID>" + messageId + "</a:MessageID><a:To>"
                        + service.address() + "</a:To></s:Header><s:Body>" + PLAIN_SUM + "</s:Body></s:Envelope>";

        WireReply reply = service.wire().send(request);

        SecurityFault fault = service.log().faultOf(messageId);
        assertThat(fault).isIn(Stripped.SECURITY_HEADER.faults(mode));
        assertRefusedFor(told(mode.hasSession(), fault), CalculatorNames.ADD_ACTION, reply);
    }

    static Stream<Arguments> otherSuites() {
        return Stream.of(Mode.values())
                .flatMap(mode -> Stream.of(AlgorithmSuite.values())
                        .filter(suite -> suite != AlgorithmSuite.BASIC256 && !isTheSame(suite, mode))
                        .map(suite -> Arguments.of(mode, suite)));
    }

    /** Returns whether the other suite changes nothing: TLS carries the key, so it does not matter how the suite carries keys. */
    private static boolean isTheSame(AlgorithmSuite suite, Mode mode) {
        return mode.negotiates() && suite == AlgorithmSuite.BASIC256_RSA15;
    }

    /** A negotiation agrees on the size of the key; all else is for the first message under it. */
    @ParameterizedTest
    @MethodSource("otherSuites")
    void toAnotherAlgorithmSuiteIsRefused(Mode mode, AlgorithmSuite suite) {
        var service = CALCULATOR.in(mode);
        try (var network = ManInTheMiddle.listening(service.via())) {
            var calculator = service.client().withSuite(suite).connect(network.address(), service.address());
            boolean otherKeySize = suite.secretBytes() != AlgorithmSuite.BASIC256.secretBytes();
            boolean refusedInTheFirstLeg = mode.negotiates() && otherKeySize;

            assertRefused(
                    () -> calculator.add(1, 2),
                    refusedInTheFirstLeg ? SecurityFault.NEGOTIATION_REFUSED : SecurityFault.FAULT_NOT_SECURED);

            var reply = WireReply.of(network.last().reply());
            String messageId = network.last().messageId();
            if (refusedInTheFirstLeg) {
                assertInvalidRequest(reply);
            } else {
                assertInvalidSecurity(reply);
            }
            assertThat(service.log().faultOf(messageId))
                    .isEqualTo(
                            refusedInTheFirstLeg
                                    ? SecurityFault.TOKEN_REQUEST_INVALID
                                    : SecurityFault.ALGORITHM_NOT_ACCEPTED);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void fromSha256ToSha1IsRefused(Mode mode) {
        var standard = CALCULATOR.in(mode);
        try (var service = standard.startBesideOthers(setup -> setup.with("algorithm-suite", "basic256sha256"))) {
            Envelope request = RequestCapture.ofFirstSecured(standard.client(), service.via(), service.address());

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
        SIGNATURE(
                envelope -> envelope.strip(envelope.lastEncryptedHeader()),
                SecurityFault.PART_NOT_SIGNED,
                SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH),
        ALL_BUT_THE_TIMESTAMP(
                envelope -> {
                    Element security = envelope.security();
                    Element timestamp = envelope.timestamp();
                    while (security.getLastChild() != timestamp) {
                        security.removeChild(security.getLastChild());
                    }
                },
                SecurityFault.SECURITY_HEADER_MALFORMED);

        private static final EnumSet<StrippedReply> OUTSIDE_CONTEXTS =
                EnumSet.of(FIRST_CONFIRMATION, SECOND_CONFIRMATION);

        private final Consumer<Envelope> strip;
        private final Set<SecurityFault> faults;

        static List<StrippedReply> in(Mode mode) {
            return mode.hasContext() ? List.copyOf(EnumSet.complementOf(OUTSIDE_CONTEXTS)) : List.of(values());
        }

        StrippedReply(Consumer<Envelope> strip, SecurityFault... faults) {
            this.strip = strip;
            this.faults = Set.of(faults);
        }
    }

    static Stream<Arguments> strippedReplies() {
        return Stream.of(Mode.values())
                .flatMap(mode -> StrippedReply.in(mode).stream().map(stripped -> Arguments.of(mode, stripped)));
    }

    @ParameterizedTest
    @MethodSource("strippedReplies")
    void byStrippingIsRefusedByTheClient(Mode mode, StrippedReply stripped) {
        var service = CALCULATOR.in(mode);
        try (var attacker = ManInTheMiddle.changingReplies(service.via(), reply -> reply.with(stripped.strip))) {
            var calculator = service.client().connect(attacker.address(), service.address());

            var refused = catchThrowableOfType(MessageSecurityException.class, () -> calculator.add(1, 2));

            assertThat(refused).as("the client believed the reply").isNotNull();
            assertThat(refused.fault()).as(refused.getMessage()).isIn(stripped.faults);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void toAnUnsecuredReplyIsRefused(Mode mode) {
        assertClientRefuses(
                mode,
                200,
                "<AddResponse xmlns='" + CalculatorNames.NAMESPACE + "'><AddResult>3</AddResult></AddResponse>",
                SecurityFault.REPLY_NOT_SECURED);
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void toAnUnsecuredFaultOfTheApplicationIsNotBelieved(Mode mode) {
        assertClientRefuses(
                mode,
                500,
                "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang='en'>forged</s:Text>"
                        + "</s:Reason></s:Fault>",
                SecurityFault.FAULT_NOT_SECURED);
    }

    private static void assertClientRefuses(Mode mode, int status, String body, SecurityFault fault) {
        var service = CALCULATOR.in(mode);
        byte[] forged = ("<s:Envelope xmlns:s='" + Envelope.SOAP + "'><s:Body>" + body + "</s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
        try (var attacker =
                ManInTheMiddle.answeringCalls(service.via(), request -> new Reply(status, WirePeer.SOAP_12, forged))) {
            var calculator = service.client().connect(attacker.address(), service.address());

            assertRefused(() -> calculator.add(1, 2), fault);
        }
    }
}

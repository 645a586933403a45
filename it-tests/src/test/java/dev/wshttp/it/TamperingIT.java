// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.wire.Refusals.assertRefusedFor;
import static dev.wshttp.security.SecurityFault.DECRYPTION_FAILED;
import static dev.wshttp.security.SecurityFault.ENDORSING_SIGNATURE_MISSING;
import static dev.wshttp.security.SecurityFault.KEY_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.MESSAGE_UNREADABLE;
import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.REPLY_UNRELATED;
import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Both sides refuse a message that was changed on its way, whatever was changed. */
class TamperingIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    /** One change of a request. */
    enum RequestChange {
        BODY_BIT((envelope, other) -> Envelope.changeFirstBlock(envelope.encryptedBody()), SIGNATURE_INVALID),
        BODY_END(
                (envelope, other) -> Envelope.changeLastBlock(envelope.encryptedBody()),
                DECRYPTION_FAILED,
                SIGNATURE_INVALID),
        BODY_ATTRIBUTE((envelope, other) -> envelope.body().setAttribute("changed", "1"), SIGNATURE_INVALID),
        BODY_TEXT_ADDED((envelope, other) -> envelope.body().appendChild(text(envelope, "1")), PART_NOT_ENCRYPTED),
        ACTION(
                (envelope, other) -> envelope.addressing("Action").setTextContent(CalculatorNames.SUBTRACT_ACTION),
                SIGNATURE_INVALID),
        REPLY_TO(
                (envelope, other) -> envelope.addressing("Address").setTextContent("http://localhost:1/elsewhere"),
                SIGNATURE_INVALID),
        REPLY_TO_REMOVED((envelope, other) -> Envelope.remove(envelope.addressing("ReplyTo")), SIGNATURE_INVALID),
        MUST_UNDERSTAND_OF_ACTION(
                (envelope, other) -> envelope.addressing("Action").removeAttributeNS(Envelope.SOAP, "mustUnderstand"),
                SIGNATURE_INVALID),
        TO(
                (envelope, other) -> envelope.addressing("To").setTextContent("http://localhost/another"),
                SIGNATURE_INVALID),
        MESSAGE_ID(
                (envelope, other) -> envelope.addressing("MessageID").setTextContent(envelope.messageId() + "-changed"),
                SIGNATURE_INVALID),
        TIMESTAMP(
                (envelope, other) -> envelope.first(Envelope.UTILITY, "Expires").setTextContent(inTwoMinutes()),
                SIGNATURE_INVALID),
        ADDRESSING_HEADER_ADDED(
                (envelope, other) -> envelope.addHeader("<a:From xmlns:a='" + Envelope.ADDRESSING
                        + "'><a:Address>http://localhost/another</a:Address></a:From>"),
                PART_NOT_SIGNED),
        PRIMARY_SIGNATURE(
                (envelope, other) -> Envelope.changeLastBlock(envelope.encryptedHeader(0)),
                DECRYPTION_FAILED,
                SIGNATURE_INVALID),
        ENDORSING_SIGNATURE(
                (envelope, other) -> Envelope.changeLastBlock(envelope.encryptedHeader(1)),
                DECRYPTION_FAILED,
                SIGNATURE_INVALID),
        SIGNATURES_SWAPPED(
                (envelope, other) -> swapSignatures(envelope), SecurityFault.ALGORITHM_NOT_ACCEPTED, SIGNATURE_INVALID),
        NONCE((envelope, other) -> changeNonces(envelope), DECRYPTION_FAILED, SIGNATURE_INVALID),
        MESSAGE_KEY(
                (envelope, other) -> Envelope.changeFirstBlock(messageKey(envelope)),
                DECRYPTION_FAILED,
                SIGNATURE_INVALID),
        KEY_OF_ANOTHER_MESSAGE(
                (envelope, other) -> Envelope.cipherValue(messageKey(envelope))
                        .setTextContent(Envelope.cipherValue(messageKey(other)).getTextContent()),
                DECRYPTION_FAILED,
                SIGNATURE_INVALID),
        BODY_OF_ANOTHER_MESSAGE(
                (envelope, other) -> Envelope.cipherValue(envelope.encryptedBody())
                        .setTextContent(
                                Envelope.cipherValue(other.encryptedBody()).getTextContent()),
                DECRYPTION_FAILED,
                SIGNATURE_INVALID),
        CLIENT_CERTIFICATE_REMOVED(
                (envelope, other) -> Envelope.remove(envelope.first(Envelope.SECURITY, "BinarySecurityToken")),
                ENDORSING_SIGNATURE_MISSING);

        private static final EnumSet<RequestChange> OUTSIDE_CONTEXTS = EnumSet.of(
                ENDORSING_SIGNATURE,
                SIGNATURES_SWAPPED,
                MESSAGE_KEY,
                KEY_OF_ANOTHER_MESSAGE,
                CLIENT_CERTIFICATE_REMOVED);

        private final BiConsumer<Envelope, Envelope> change;
        private final Set<SecurityFault> faults;

        RequestChange(BiConsumer<Envelope, Envelope> change, SecurityFault... faults) {
            this.change = change;
            this.faults = Set.of(faults);
        }

        /** Returns what can be changed of a request in a mode. */
        static List<RequestChange> in(Mode mode) {
            return mode.hasContext() ? List.copyOf(EnumSet.complementOf(OUTSIDE_CONTEXTS)) : List.of(values());
        }

        /**
         * Returns a changed copy of a request.
         *
         * @param other another request, of which the change may take something
         */
        Envelope apply(Envelope request, Envelope other) {
            return request.with(envelope -> change.accept(envelope, other));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void leavesAloneWhatOnlyLooksDifferent(Mode mode) {
        var service = CALCULATOR.in(mode);
        Envelope rewritten = service.request().with(envelope -> envelope.addHeader("<unsigned xmlns='urn:other'/>"));

        WireReply reply = service.wire().send(rewritten);

        assertThat(reply.status()).isEqualTo(WireReply.OK);
        assertThat(reply.isSecured()).isTrue();
    }

    static Stream<Arguments> requestChanges() {
        return Stream.of(Mode.values())
                .flatMap(mode -> RequestChange.in(mode).stream().map(change -> Arguments.of(mode, change)));
    }

    @ParameterizedTest
    @MethodSource("requestChanges")
    void isRefusedByTheService(Mode mode, RequestChange tampering) {
        var service = CALCULATOR.in(mode);
        Envelope changed = tampering.apply(service.request(), service.request());

        assertInvalidSecurity(service.wire().send(changed));
        assertThat(service.log().faultOf(changed.messageId())).isIn(tampering.faults);
    }

    /** Returns what opens a session is protected as a call is where there are no sessions; two changes are made for calls alone. */
    static Stream<Arguments> openingChanges() {
        return Stream.of(Mode.SESSION, Mode.NEGOTIATED_SESSION)
                .flatMap(mode -> RequestChange.in(withoutSession(mode)).stream()
                        .filter(change -> change != RequestChange.ACTION && change != RequestChange.BODY_BIT)
                        .map(change -> Arguments.of(mode, change)));
    }

    @ParameterizedTest
    @MethodSource("openingChanges")
    void isRefusedByTheServiceWhenASessionIsOpened(Mode mode, RequestChange tampering) {
        var service = CALCULATOR.in(mode);
        Envelope changed = tampering.apply(
                service.firstSecuredRequest(service.client()), service.firstSecuredRequest(service.client()));

        assertInvalidSecurity(service.wire().send(changed));
        assertThat(service.log().faultOf(changed.messageId())).isIn(tampering.faults);
    }

    private static Mode withoutSession(Mode mode) {
        return mode.negotiates() ? Mode.NEGOTIATED : Mode.DIRECT;
    }

    /** One change of the context that a request is under. */
    enum ContextChange {
        UNKNOWN_IDENTIFIER(
                (envelope, other) -> identifier(envelope).setTextContent("urn:uuid:0"),
                SecurityFault.CONTEXT_NOT_RECOGNIZED,
                SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED),
        IDENTIFIER_OF_ANOTHER(
                (envelope, other) ->
                        identifier(envelope).setTextContent(identifier(other).getTextContent()),
                DECRYPTION_FAILED,
                SIGNATURE_INVALID),
        TOKEN_OF_ANOTHER(
                (envelope, other) ->
                        token(envelope).getParentNode().replaceChild(envelope.imported(token(other)), token(envelope)),
                SecurityFault.SECURITY_HEADER_MALFORMED,
                KEY_NOT_RECOGNIZED,
                DECRYPTION_FAILED),
        TOKEN_REMOVED(
                (envelope, other) -> Envelope.remove(token(envelope)),
                SecurityFault.CONTEXT_NOT_RECOGNIZED,
                KEY_NOT_RECOGNIZED);

        private final BiConsumer<Envelope, Envelope> change;
        private final Set<SecurityFault> faults;

        ContextChange(BiConsumer<Envelope, Envelope> change, SecurityFault... faults) {
            this.change = change;
            this.faults = Set.of(faults);
        }

        private static Element token(Envelope envelope) {
            return envelope.first(Envelope.CONVERSATION, "SecurityContextToken");
        }

        private static Element identifier(Envelope envelope) {
            return envelope.first(Envelope.CONVERSATION, "Identifier");
        }
    }

    static Stream<Arguments> contextChanges() {
        return Stream.of(Mode.values())
                .filter(Mode::hasContext)
                .flatMap(mode -> Stream.of(ContextChange.values()).map(change -> Arguments.of(mode, change)));
    }

    @ParameterizedTest
    @MethodSource("contextChanges")
    void ofTheContextIsRefused(Mode mode, ContextChange tampering) {
        var service = CALCULATOR.in(mode);
        Envelope other = service.request();
        Envelope changed = service.request().with(envelope -> tampering.change.accept(envelope, other));

        WireReply reply = service.wire().send(changed);

        SecurityFault fault = service.log().faultOf(changed.messageId());
        assertThat(fault).isIn(tampering.faults);
        assertRefusedFor(fault, changed.action(), reply);
    }

    /** One change of a reply. */
    enum ReplyChange {
        BODY_BEGIN(
                envelope -> Envelope.changeFirstBlock(envelope.encryptedBody()), SIGNATURE_INVALID, DECRYPTION_FAILED),
        BODY_END(envelope -> Envelope.changeLastBlock(envelope.encryptedBody()), SIGNATURE_INVALID, DECRYPTION_FAILED),
        ACTION(
                envelope -> envelope.addressing("Action").setTextContent(CalculatorNames.SUBTRACT_RESPONSE_ACTION),
                SIGNATURE_INVALID),
        RELATES_TO(
                envelope -> envelope.addressing("RelatesTo").setTextContent("urn:uuid:0"),
                SIGNATURE_INVALID,
                REPLY_UNRELATED),
        RELATES_TO_REMOVED(envelope -> Envelope.remove(envelope.addressing("RelatesTo")), SIGNATURE_INVALID),
        TIMESTAMP(
                envelope -> envelope.first(Envelope.UTILITY, "Expires").setTextContent(inTwoMinutes()),
                SIGNATURE_INVALID),
        TIMESTAMP_STALE(
                envelope -> envelope.first(Envelope.UTILITY, "Created").setTextContent("2026-01-01T00:00:00.000Z"),
                TIMESTAMP_OUT_OF_RANGE),
        FIRST_CONFIRMATION(
                envelope -> Envelope.changeLastBlock(envelope.encryptedHeader(0)),
                SIGNATURE_INVALID,
                DECRYPTION_FAILED),
        SECOND_CONFIRMATION(
                envelope -> Envelope.changeLastBlock(envelope.encryptedHeader(1)),
                SIGNATURE_INVALID,
                DECRYPTION_FAILED),
        SIGNATURE(
                envelope -> Envelope.changeLastBlock(envelope.lastEncryptedHeader()),
                SIGNATURE_INVALID,
                DECRYPTION_FAILED),
        NONCE(TamperingIT::changeNonces, SIGNATURE_INVALID, DECRYPTION_FAILED),
        KEY_REFERENCE(
                envelope -> envelope.first(Envelope.SECURITY, "KeyIdentifier")
                        .setTextContent("AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
                KEY_NOT_RECOGNIZED),
        NO_ENVELOPE(
                envelope -> envelope.replace(envelope.body(), "<s:Corpse xmlns:s='" + Envelope.SOAP + "'/>"),
                MESSAGE_UNREADABLE);

        private static final EnumSet<ReplyChange> OUTSIDE_CONTEXTS =
                EnumSet.of(FIRST_CONFIRMATION, SECOND_CONFIRMATION, KEY_REFERENCE);

        private final Consumer<Envelope> change;
        private final Set<SecurityFault> faults;

        static List<ReplyChange> in(Mode mode) {
            return mode.hasContext() ? List.copyOf(EnumSet.complementOf(OUTSIDE_CONTEXTS)) : List.of(values());
        }

        ReplyChange(Consumer<Envelope> change, SecurityFault... faults) {
            this.change = change;
            this.faults = Set.of(faults);
        }
    }

    static Stream<Arguments> replyChanges() {
        return Stream.of(Mode.values())
                .flatMap(mode -> ReplyChange.in(mode).stream().map(change -> Arguments.of(mode, change)));
    }

    @ParameterizedTest
    @MethodSource("replyChanges")
    void isRefusedByTheClient(Mode mode, ReplyChange tampering) {
        var refused = assertRefusedByTheClient(mode, tampering, Envelope::isCall);

        assertThat(refused.messageId()).isPresent();
    }

    static Stream<Arguments> openedChanges() {
        return Stream.of(Mode.SESSION, Mode.NEGOTIATED_SESSION)
                .flatMap(mode ->
                        ReplyChange.in(withoutSession(mode)).stream().map(change -> Arguments.of(mode, change)));
    }

    @ParameterizedTest
    @MethodSource("openedChanges")
    void isRefusedByTheClientThatOpensASession(Mode mode, ReplyChange tampering) {
        assertRefusedByTheClient(mode, tampering, Envelope::hasSecurity);
    }

    private static MessageSecurityException assertRefusedByTheClient(
            Mode mode, ReplyChange tampering, Predicate<Envelope> request) {
        var service = CALCULATOR.in(mode);
        try (var attacker =
                ManInTheMiddle.changingReplies(service.via(), request, reply -> reply.with(tampering.change))) {
            var calculator = service.client().connect(attacker.address(), service.address());

            var refused = catchThrowableOfType(MessageSecurityException.class, () -> calculator.add(100, 15.99));

            assertThat(refused).as("the client believed a changed reply").isNotNull();
            assertThat(refused.fault()).as(refused.getMessage()).isIn(tampering.faults);
            return refused;
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void leavesAloneReplyThatOnlyLooksDifferent(Mode mode) {
        var service = CALCULATOR.in(mode);
        try (var rewriter = ManInTheMiddle.changingReplies(service.via(), all -> true, reply -> reply)) {
            var calculator = service.client().connect(rewriter.address(), service.address());

            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
        }
    }

    private static Element messageKey(Envelope envelope) {
        return envelope.first(Envelope.ENCRYPTION, "EncryptedKey");
    }

    private static void changeNonces(Envelope envelope) {
        envelope.all(Envelope.CONVERSATION, "Nonce").forEach(nonce -> nonce.setTextContent("AAAAAAAAAAAAAAAAAAAAAA=="));
    }

    private static void swapSignatures(Envelope envelope) {
        Element primary = envelope.encryptedHeader(0);
        Element endorsing = envelope.encryptedHeader(1);
        envelope.security().insertBefore(endorsing, primary);
    }

    private static org.w3c.dom.Text text(Envelope envelope, String text) {
        return envelope.body().getOwnerDocument().createTextNode(text);
    }

    private static String inTwoMinutes() {
        return Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.MILLIS).toString();
    }
}

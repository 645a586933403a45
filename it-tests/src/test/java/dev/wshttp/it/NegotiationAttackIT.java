// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.Refusals.assertInvalidRequest;
import static dev.wshttp.it.Refusals.assertNegotiationFailed;
import static dev.wshttp.it.Refusals.assertRefused;
import static dev.wshttp.security.SecurityFault.AUTHENTICATOR_MISMATCH;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.CONTEXT_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.FAULT_NOT_SECURED;
import static dev.wshttp.security.SecurityFault.NEGOTIATION_FAILED;
import static dev.wshttp.security.SecurityFault.NEGOTIATION_NOT_OFFERED;
import static dev.wshttp.security.SecurityFault.NEGOTIATION_REFUSED;
import static dev.wshttp.security.SecurityFault.SERVICE_IDENTITY_MISMATCH;
import static dev.wshttp.security.SecurityFault.TOKEN_REQUEST_INVALID;
import static dev.wshttp.security.SecurityFault.TOO_MANY_NEGOTIATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.it.wire.HttpRelay;
import dev.wshttp.it.wire.HttpRelay.Answer;
import dev.wshttp.it.wire.HttpRelay.Reply;
import dev.wshttp.it.wire.HttpRelay.Request;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Attacks on a negotiation by somebody who reads and writes all that is sent: the client gets no token, and sends no call. */
@ParameterizedClass
@EnumSource(names = {"NEGOTIATED_SESSION", "NEGOTIATED"})
@Timeout(120)
class NegotiationAttackIT {
    private static final int MOST_PENDING = 128;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    private final CalculatorServiceExtension service;

    NegotiationAttackIT(Mode mode) {
        this.service = CALCULATORS.in(mode);
    }

    /** One of the four messages of a negotiation. */
    enum Leg {
        HELLO(true, 0),
        SERVICE_HELLO(false, 0),
        CLIENT_PROOF(true, 1),
        TOKEN(false, 1);

        private final boolean request;
        private final int exchange;

        Leg(boolean request, int exchange) {
            this.request = request;
            this.exchange = exchange;
        }

        /** Lets everything pass, but for this leg, which is changed. */
        Answer changedBy(Consumer<Envelope> change, Answer genuine) {
            return sent -> {
                if (!Envelope.parse(sent.body()).action().equals(Mode.NEGOTIATION.get(exchange))) {
                    return genuine.to(sent);
                }
                if (request) {
                    return genuine.to(sent.with(changed(sent.body(), change)));
                }
                Reply reply = genuine.to(sent);
                return reply.with(changed(reply.body(), change));
            };
        }

        /** The leg among those that passed. */
        Envelope of(ManInTheMiddle network) {
            var passed = network.exchanges().get(exchange);
            return Envelope.parse(
                    request ? passed.request().body() : passed.reply().body());
        }

        private static byte[] changed(byte[] leg, Consumer<Envelope> change) {
            return Envelope.parse(leg).with(change).octets();
        }
    }

    /** One change of one leg: inside the TLS handshake, or around it, where only the Authenticator protects. */
    enum Change {
        DOWNGRADE_TO_TLS_1_0(
                Leg.HELLO,
                leg -> leg.changeFlight(hello -> Flight.ofVersion(hello, 0)),
                NEGOTIATION_REFUSED,
                NEGOTIATION_FAILED),
        DOWNGRADE_TO_TLS_1_1(
                Leg.HELLO,
                leg -> leg.changeFlight(hello -> Flight.ofVersion(hello, 1)),
                NEGOTIATION_REFUSED,
                NEGOTIATION_FAILED),
        DOWNGRADE_OF_THE_CIPHER_SUITE(
                Leg.HELLO, leg -> leg.changeFlight(Flight::withLastSuiteOnly), NEGOTIATION_REFUSED, NEGOTIATION_FAILED),
        RANDOM_OF_THE_CLIENT(Leg.HELLO, leg -> leg.changeFlight(Flight::withOtherRandom), NEGOTIATION_FAILED),
        HELLO_CUT(Leg.HELLO, leg -> leg.changeFlight(Flight::cut), NEGOTIATION_REFUSED, NEGOTIATION_FAILED),
        HELLO_EMPTY(
                Leg.HELLO, leg -> leg.changeFlight(Flight::withoutLastRecord), NEGOTIATION_REFUSED, NEGOTIATION_FAILED),
        TOKEN_TYPE(Leg.HELLO, leg -> text(leg, "TokenType", "urn:other"), AUTHENTICATOR_MISMATCH),
        TOKEN_TYPE_REMOVED(Leg.HELLO, leg -> remove(leg, "TokenType"), AUTHENTICATOR_MISMATCH),
        REQUEST_TYPE_REMOVED(Leg.HELLO, leg -> remove(leg, "RequestType"), AUTHENTICATOR_MISMATCH),
        KEY_SIZE_REMOVED(Leg.HELLO, leg -> remove(leg, "KeySize"), AUTHENTICATOR_MISMATCH),
        KEY_SIZE_REDUCED(Leg.HELLO, leg -> text(leg, "KeySize", "128"), NEGOTIATION_REFUSED, TOKEN_REQUEST_INVALID),
        CONTEXT_OF_THE_HELLO(Leg.HELLO, leg -> rename(leg, "urn:uuid:" + UUID.randomUUID()), TOKEN_REQUEST_INVALID),
        CONTEXT_OF_THE_HELLO_REMOVED(
                Leg.HELLO, leg -> request(leg).removeAttribute("Context"), NEGOTIATION_REFUSED, TOKEN_REQUEST_INVALID),
        VALUE_TYPE(
                Leg.HELLO,
                leg -> leg.first(Envelope.TRUST, "BinaryExchange")
                        .setAttribute("ValueType", Envelope.TRUST + "/tlsnego"),
                TOKEN_REQUEST_INVALID),
        OTHER_NEGOTIATION_PROTOCOL(
                Leg.HELLO,
                leg -> leg.first(Envelope.TRUST, "BinaryExchange")
                        .setAttribute("ValueType", Envelope.TRUST + "/spnego"),
                NEGOTIATION_REFUSED,
                TOKEN_REQUEST_INVALID),

        SERVICE_DOWNGRADED_TO_TLS_1_0(
                Leg.SERVICE_HELLO, leg -> leg.changeFlight(hello -> Flight.ofVersion(hello, 0)), NEGOTIATION_FAILED),
        RANDOM_OF_THE_SERVICE(Leg.SERVICE_HELLO, leg -> leg.changeFlight(Flight::withOtherRandom), NEGOTIATION_FAILED),
        SERVICE_HELLO_CUT(Leg.SERVICE_HELLO, leg -> leg.changeFlight(Flight::cut), NEGOTIATION_FAILED),
        TEXT_IN_THE_SERVICE_HELLO(
                Leg.SERVICE_HELLO, leg -> request(leg).appendChild(text(leg)), AUTHENTICATOR_MISMATCH),
        CONTEXT_OF_THE_SERVICE_HELLO(
                Leg.SERVICE_HELLO, leg -> rename(leg, "urn:uuid:" + UUID.randomUUID()), TOKEN_REQUEST_INVALID),

        CLIENT_PROOF_CUT(
                Leg.CLIENT_PROOF, leg -> leg.changeFlight(Flight::cut), NEGOTIATION_REFUSED, NEGOTIATION_FAILED),
        CLIENT_PROOF_WITHOUT_FINISHED(
                Leg.CLIENT_PROOF,
                leg -> leg.changeFlight(Flight::withoutLastRecord),
                NEGOTIATION_REFUSED,
                NEGOTIATION_FAILED),
        TEXT_IN_THE_CLIENT_PROOF(Leg.CLIENT_PROOF, leg -> request(leg).appendChild(text(leg)), AUTHENTICATOR_MISMATCH),
        CONTEXT_OF_THE_CLIENT_PROOF(
                Leg.CLIENT_PROOF, leg -> rename(leg, "urn:nobody"), NEGOTIATION_REFUSED, TOKEN_REQUEST_INVALID),

        AUTHENTICATOR_STRIPPED(Leg.TOKEN, leg -> remove(leg, "Authenticator"), AUTHENTICATOR_MISMATCH),
        AUTHENTICATOR_STRIPPED_WITH_ITS_RESPONSE(
                Leg.TOKEN, leg -> Envelope.remove(responses(leg).get(1)), AUTHENTICATOR_MISMATCH),
        AUTHENTICATOR_EMPTIED(Leg.TOKEN, leg -> text(leg, "CombinedHash", ""), AUTHENTICATOR_MISMATCH),
        COMBINED_HASH(
                Leg.TOKEN,
                leg -> Envelope.changeOctets(
                        leg.first(Envelope.TRUST, "CombinedHash"), hash -> Flight.flipped(hash, 50)),
                AUTHENTICATOR_MISMATCH),
        COMBINED_HASH_CUT(
                Leg.TOKEN,
                leg -> Envelope.changeOctets(leg.first(Envelope.TRUST, "CombinedHash"), Flight::cut),
                AUTHENTICATOR_MISMATCH),
        LIFETIME(
                Leg.TOKEN,
                leg -> leg.first(Envelope.UTILITY, "Expires").setTextContent("2099-01-01T00:00:00.000Z"),
                AUTHENTICATOR_MISMATCH),
        LIFETIME_REMOVED(Leg.TOKEN, leg -> remove(leg, "Lifetime"), AUTHENTICATOR_MISMATCH),
        KEY_SIZE_OF_THE_TOKEN(Leg.TOKEN, leg -> text(leg, "KeySize", "128"), AUTHENTICATOR_MISMATCH),
        TOKEN_TYPE_OF_THE_TOKEN_REMOVED(Leg.TOKEN, leg -> remove(leg, "TokenType"), AUTHENTICATOR_MISMATCH),
        REFERENCE_TO_THE_TOKEN(Leg.TOKEN, leg -> remove(leg, "RequestedUnattachedReference"), AUTHENTICATOR_MISMATCH),
        TEXT_IN_THE_TOKEN(Leg.TOKEN, leg -> responses(leg).get(0).appendChild(text(leg)), AUTHENTICATOR_MISMATCH),
        CONTEXT_OF_THE_TOKEN(
                Leg.TOKEN,
                leg -> responses(leg).forEach(response -> response.setAttribute("Context", "urn:other")),
                TOKEN_REQUEST_INVALID),
        CONTEXT_OF_THE_AUTHENTICATOR(
                Leg.TOKEN, leg -> responses(leg).get(1).setAttribute("Context", "urn:other"), TOKEN_REQUEST_INVALID),
        LAST_FLIGHT_DROPPED(Leg.TOKEN, leg -> remove(leg, "BinaryExchange"), NEGOTIATION_FAILED),
        LAST_FLIGHT_CUT(Leg.TOKEN, leg -> leg.changeFlight(Flight::cut), NEGOTIATION_FAILED),
        LAST_FLIGHT_WITHOUT_FINISHED(Leg.TOKEN, leg -> leg.changeFlight(Flight::withoutLastRecord), NEGOTIATION_FAILED),
        KEY_CORRUPTED(
                Leg.TOKEN,
                leg -> Envelope.changeOctets(
                        leg.first(Envelope.ENCRYPTION, "CipherValue"), key -> Flight.flipped(key, 50)),
                NEGOTIATION_FAILED),
        KEY_CUT(
                Leg.TOKEN,
                leg -> Envelope.changeOctets(leg.first(Envelope.ENCRYPTION, "CipherValue"), Flight::cut),
                NEGOTIATION_FAILED),
        KEY_REMOVED(Leg.TOKEN, leg -> remove(leg, "RequestedProofToken"), TOKEN_REQUEST_INVALID),
        KEY_IN_CLEAR(
                Leg.TOKEN,
                leg -> leg.replace(
                        leg.first(Envelope.ENCRYPTION, "EncryptedKey"),
                        "<t:BinarySecret xmlns:t='" + Envelope.TRUST
                                + "'>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</t:BinarySecret>"),
                TOKEN_REQUEST_INVALID);

        private final Leg leg;
        private final Consumer<Envelope> change;
        private final SecurityFault client;
        private final Set<SecurityFault> log;

        Change(Leg leg, Consumer<Envelope> change, SecurityFault client, SecurityFault... log) {
            this.leg = leg;
            this.change = change;
            this.client = client;
            this.log = Set.of(log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesALeg(Change change) {
        try (var attacker = attacker(change.leg, change.change)) {
            assertRefused(() -> connect(attacker).add(1, 2), change.client);

            assertNoCall(attacker);
            if (!change.log.isEmpty()) {
                assertThat(faultInTheLog(attacker)).isIn(change.log);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesNothingThatCounts(Leg leg) {
        try (var rewriter = attacker(leg, envelope -> envelope.addHeader("<unsigned xmlns='urn:other'/>"))) {
            assertThat(connect(rewriter).add(1, 2)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void corruptsAByteOfALeg(Leg leg) {
        for (int percent : List.of(0, 2, 10, 25, 33, 50, 67, 75, 90, 99, 100)) {
            try (var attacker =
                    attacker(leg, envelope -> envelope.changeFlight(flight -> Flight.flipped(flight, percent)))) {
                var refused = catchThrowableOfType(
                        MessageSecurityException.class, () -> connect(attacker).add(1, 2));

                assertThat(refused).as("a bit at %d %% of %s", percent, leg).isNotNull();
                assertThat(refused.fault()).as(refused.getMessage()).isNotEqualTo(SecurityFault.INTERNAL_ERROR);
                assertNoCall(attacker);
            }
        }
    }

    @Test
    void hasACertificateOfHisOwnThatNobodyTrusts() {
        assertImpostorRefused(service.certificates().pki().untrustedTwin(Role.SERVICE), CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void hasATrustedCertificateOfAnotherName() {
        assertImpostorRefused(service.certificates().pki().otherName(), SERVICE_IDENTITY_MISMATCH);
    }

    private void assertImpostorRefused(TestCredential own, SecurityFault fault) {
        var impostor = new ImpostorService(own, service.client().trust());
        try (var attacker = ManInTheMiddle.answering(impostor)) {
            assertRefused(() -> connect(attacker).add(1, 2), fault);

            assertThat(attacker.actions())
                    .as("the client shows its certificate to nobody whom it does not believe")
                    .containsExactly(Mode.NEGOTIATION.get(0));
        }
    }

    /** A leg of another negotiation takes the place of the genuine one, with the Context that is expected or its own. */
    @ParameterizedTest
    @EnumSource
    void swapsALegForThatOfAnotherNegotiation(Leg leg) {
        Envelope other = leg.of(recorded());
        try (var attacker = attacker(leg, swap(other, (swapped, genuine) -> {}))) {
            assertRefused(
                    () -> connect(attacker).add(1, 2),
                    leg == Leg.CLIENT_PROOF ? NEGOTIATION_REFUSED : TOKEN_REQUEST_INVALID);
            assertNoCall(attacker);
        }
        try (var attacker = attacker(leg, swap(other, NegotiationAttackIT::rename))) {
            assertRefused(
                    () -> connect(attacker).add(1, 2),
                    leg == Leg.CLIENT_PROOF ? NEGOTIATION_REFUSED : NEGOTIATION_FAILED);
            assertNoCall(attacker);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RequestedSecurityToken", "RequestedProofToken"})
    void answersWithTheTokenOrKeyOfAnotherNegotiation(String part) {
        Envelope other = Leg.TOKEN.of(recorded());
        try (var attacker = attacker(Leg.TOKEN, leg -> exchange(leg, other, part))) {
            var refused = catchThrowableOfType(
                    MessageSecurityException.class, () -> connect(attacker).add(1, 2));

            assertThat(refused).isNotNull();
            if (part.equals("RequestedProofToken")) {
                assertThat(refused.fault()).isEqualTo(NEGOTIATION_FAILED);
                assertNoCall(attacker);
            } else {
                // The name of the token is protected by nothing; a wrong one is of no use to anybody.
                assertThat(refused.fault()).isIn(CONTEXT_NOT_RECOGNIZED, FAULT_NOT_SECURED, AUTHENTICATOR_MISMATCH);
                assertThat(attacker.exchanges())
                        .as("the service answered no call")
                        .noneMatch(exchange ->
                                Envelope.parse(exchange.reply().body()).hasSecurity());
            }
        }
    }

    @Test
    void replaysTheFirstLegWhileTheNegotiationIsUnderWay() {
        Answer genuine = HttpRelay.forwardingTo(service.via());
        List<WireReply> answers = new ArrayList<>();
        try (var attacker = ManInTheMiddle.answering(request -> {
            Reply reply = genuine.to(request);
            if (Envelope.parse(request.body()).action().equals(Mode.NEGOTIATION.get(0))) {
                answers.add(WireReply.of(genuine.to(request)));
            }
            return reply;
        })) {
            assertThat(connect(attacker).add(1, 2)).as("it does not disturb").isEqualTo(3);

            assertThat(answers).hasSize(1);
            assertInvalidRequest(answers.get(0));
            assertThat(service.log()
                            .faultOf(messageId(attacker.exchanges().get(0).request())))
                    .isEqualTo(TOKEN_REQUEST_INVALID);
        }
    }

    @Test
    void replaysTheWholeNegotiation() {
        var recorded = recorded();
        Envelope hello = Leg.HELLO.of(recorded);
        Envelope proof = Leg.CLIENT_PROOF.of(recorded);

        assertThat(service.wire().send(hello).status()).as("anybody may begin").isEqualTo(WireReply.OK);
        assertNegotiationFailed(service.wire().send(proof));
        assertThat(service.log().faultOf(proof.messageId())).isEqualTo(NEGOTIATION_FAILED);
    }

    @Test
    void replaysTheSecondLeg() {
        Envelope proof = Leg.CLIENT_PROOF.of(recorded());

        assertInvalidRequest(service.wire().send(proof));
        assertThat(service.log().faultOf(proof.messageId())).isEqualTo(TOKEN_REQUEST_INVALID);
    }

    @Test
    void replaysWhatFollowsTheNegotiation() {
        var recorded = recorded();
        Envelope secured = Envelope.parse(
                recorded.exchanges().get(Mode.NEGOTIATION.size()).request().body());

        WireReply reply = service.wire().send(secured);

        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.isSecured()).isFalse();
        assertThat(service.log().faultOf(secured.messageId()))
                .isEqualTo(
                        service.mode().hasSession()
                                ? SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED
                                : SecurityFault.MESSAGE_REPLAYED);
    }

    @Test
    void takesOverTheContextOfAnother() {
        Answer genuine = HttpRelay.forwardingTo(service.via());
        Envelope proof = Leg.CLIENT_PROOF.of(recorded());
        List<WireReply> answers = new ArrayList<>();
        try (var attacker = ManInTheMiddle.answering(request -> {
            Envelope leg = Envelope.parse(request.body());
            if (leg.action().equals(Mode.NEGOTIATION.get(1))) {
                byte[] hijacker = proof.with(swapped -> rename(swapped, leg)).octets();
                answers.add(WireReply.of(genuine.to(request.with(hijacker))));
            }
            return genuine.to(request);
        })) {
            assertRefused(() -> connect(attacker).add(1, 2), NEGOTIATION_REFUSED);

            assertNegotiationFailed(answers.get(0));
            assertNoCall(attacker);
        }
    }

    @Test
    void saysThatTheServiceDoesNotNegotiate() {
        var direct = CALCULATORS.in(Mode.DIRECT);
        try (var network = ManInTheMiddle.listening(direct.via())) {
            var calculator = service.client().connect(network.address(), direct.address());

            assertRefused(() -> calculator.add(1, 2), NEGOTIATION_NOT_OFFERED);
            assertThat(network.actions()).containsExactly(Mode.NEGOTIATION.get(0));
        }
    }

    @Test
    void neverComesToAnEnd() {
        Answer genuine = HttpRelay.forwardingTo(service.via());
        List<Reply> first = new ArrayList<>();
        try (var attacker = ManInTheMiddle.answering(request -> {
            if (first.isEmpty()) {
                first.add(genuine.to(request));
                return first.get(0);
            }
            Envelope nothing = Envelope.parse(first.get(0).body()).with(leg -> leg.changeFlight(flight -> new byte[0]));
            return first.get(0).with(nothing.octets());
        })) {
            assertRefused(() -> connect(attacker).add(1, 2), NEGOTIATION_FAILED);

            assertThat(attacker.exchanges()).hasSizeBetween(2, 10);
            assertNoCall(attacker);
        }
    }

    @Test
    void floodsTheServiceWithFirstLegs() {
        try (var flooded = service.start(setup -> setup)) {
            Calculator before = service.client().connect(flooded.via(), flooded.address());
            assertThat(before.add(1, 2)).isEqualTo(3);

            Envelope hello = Leg.HELLO.of(recorded());
            var wire = new WirePeer(flooded.via());
            for (int i = 0; i < MOST_PENDING; i++) {
                assertThat(wire.send(another(hello)).status()).isEqualTo(WireReply.OK);
            }
            Envelope one = another(hello);
            WireReply refusal = wire.send(one);

            assertThat(refusal.status()).isEqualTo(WireReply.FAULT);
            assertThat(refusal.text()).contains("ServerTooBusy");
            assertThat(flooded.log().faultOf(one.messageId())).isEqualTo(TOO_MANY_NEGOTIATIONS);
            var late = service.client().connect(flooded.via(), flooded.address());
            assertRefused(() -> late.add(1, 2), TOO_MANY_NEGOTIATIONS);
            assertThat(before.add(3, 4)).as("who is in goes on").isEqualTo(7);
        }
    }

    @Test
    void floodsTheServiceForNoLongerThanANegotiationMayTake() {
        try (var flooded = service.start(
                setup -> setup.with("negotiation.max-pending", "4").with("negotiation.timeout", "3s"))) {
            Envelope hello = Leg.HELLO.of(recorded());
            var wire = new WirePeer(flooded.via());
            while (wire.send(another(hello)).status() == WireReply.OK) {}
            var late = service.client().connect(flooded.via(), flooded.address());
            assertRefused(() -> late.add(1, 2), TOO_MANY_NEGOTIATIONS);

            Instant deadline = Instant.now().plus(LONGEST_WAIT);
            while (!isServed(late)) {
                assertThat(Instant.now()).as("there is room again").isBefore(deadline);
            }
        }
    }

    private static boolean isServed(Calculator calculator) {
        try {
            return calculator.add(1, 2) == 3;
        } catch (MessageSecurityException refused) {
            assertThat(refused.fault()).as(refused.getMessage()).isEqualTo(TOO_MANY_NEGOTIATIONS);
            return false;
        }
    }

    /** The first leg of one more negotiation. */
    private static Envelope another(Envelope hello) {
        String id = "urn:uuid:" + UUID.randomUUID();
        return hello.with(leg -> {
            rename(leg, id);
            leg.addressing("MessageID").setTextContent(id);
        });
    }

    /** Another negotiation, with what follows it, as somebody heard it. */
    private ManInTheMiddle recorded() {
        try (var listener = ManInTheMiddle.listening(service.via())) {
            assertThat(connect(listener).add(1, 2)).isEqualTo(3);
            return listener;
        }
    }

    private ManInTheMiddle attacker(Leg leg, Consumer<Envelope> change) {
        return ManInTheMiddle.answering(leg.changedBy(change, HttpRelay.forwardingTo(service.via())));
    }

    private Calculator connect(ManInTheMiddle network) {
        return service.client().connect(network.address(), service.address());
    }

    private static void assertNoCall(ManInTheMiddle attacker) {
        assertThat(attacker.actions()).isSubsetOf(Mode.NEGOTIATION).doesNotContain(CalculatorNames.ADD_ACTION);
    }

    private SecurityFault faultInTheLog(ManInTheMiddle attacker) {
        return service.log().faultOf(messageId(attacker.last().request()));
    }

    private static String messageId(Request request) {
        return Envelope.parse(request.body()).messageId();
    }

    private static Consumer<Envelope> swap(Envelope other, BiConsumer<Envelope, Envelope> also) {
        return genuine -> {
            Envelope swapped = other.with(leg -> also.accept(leg, genuine));
            genuine.body().replaceChild(genuine.imported(request(swapped)), request(genuine));
        };
    }

    private static void exchange(Envelope leg, Envelope other, String part) {
        Element own = leg.first(Envelope.TRUST, part);
        own.getParentNode().replaceChild(leg.imported(other.first(Envelope.TRUST, part)), own);
    }

    /** Gives a leg the Context of another one. */
    private static void rename(Envelope leg, Envelope other) {
        rename(leg, contexts(other).get(0).getAttribute("Context"));
    }

    private static void rename(Envelope leg, String context) {
        contexts(leg).forEach(element -> element.setAttribute("Context", context));
    }

    private static List<Element> contexts(Envelope leg) {
        return leg.all(Envelope.TRUST, "*").stream()
                .filter(element -> element.hasAttribute("Context"))
                .toList();
    }

    private static Element request(Envelope leg) {
        return (Element) leg.body().getFirstChild();
    }

    private static List<Element> responses(Envelope leg) {
        return leg.all(Envelope.TRUST, "RequestSecurityTokenResponse");
    }

    private static void text(Envelope leg, String element, String text) {
        leg.first(Envelope.TRUST, element).setTextContent(text);
    }

    private static void remove(Envelope leg, String element) {
        Envelope.remove(leg.first(Envelope.TRUST, element));
    }

    private static org.w3c.dom.Text text(Envelope leg) {
        return leg.body().getOwnerDocument().createTextNode(" ");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertInvalidRequest;
import static dev.wshttp.it.wire.Refusals.assertNegotiationFailed;
import static dev.wshttp.it.wire.Refusals.assertRefused;
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
import dev.wshttp.it.attack.CertificateThief;
import dev.wshttp.it.attack.ImpostorService;
import dev.wshttp.it.attack.LegChange;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.attack.NegotiationLeg;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.Flight;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Answer;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Attacks on a negotiation by a man in the middle, who reads and writes all messages: the client gets no token and sends no call. */
@ParameterizedClass
@MethodSource("dev.wshttp.it.program.Mode#testedNegotiations")
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

    @ParameterizedTest
    @EnumSource
    void changesALeg(LegChange change) {
        try (var attacker = attacker(change.leg(), change::apply)) {
            assertRefused(() -> connect(attacker).add(1, 2), change.client());

            assertNoCall(attacker);
            if (!change.log().isEmpty()) {
                assertThat(faultInTheLog(attacker)).isIn(change.log());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesNothingThatCounts(NegotiationLeg leg) {
        try (var rewriter = attacker(
                leg, original -> original.with(envelope -> envelope.addHeader("<unsigned xmlns='urn:other'/>")))) {
            assertThat(connect(rewriter).add(1, 2)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void corruptsAByteOfALeg(NegotiationLeg leg) {
        for (int percent : List.of(0, 2, 10, 25, 33, 50, 67, 75, 90, 99, 100)) {
            try (var attacker = attacker(
                    leg,
                    original -> original.with(
                            envelope -> envelope.changeFlight(flight -> Flight.flipped(flight, percent))))) {
                var refused = catchThrowableOfType(
                        MessageSecurityException.class, () -> connect(attacker).add(1, 2));

                assertThat(refused).as("a bit at %d %% of %s", percent, leg).isNotNull();
                assertThat(refused.fault()).as(refused.getMessage()).isNotEqualTo(SecurityFault.INTERNAL_ERROR);
                assertNoCall(attacker);
            }
        }
    }

    @Test
    void hasACertificateOfAnAuthorityThatTheClientDoesNotTrust() {
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
                    .as("the client does not show its certificate to a service that it does not trust")
                    .containsExactly(Mode.NEGOTIATION.get(0));
        }
    }

    @Test
    void showsTheServicesCertificateWithoutItsKey() {
        var pki = service.certificates().pki();
        var thief = CertificateThief.asService(
                pki.service(), pki.untrustedTwin(Role.SERVICE).key());
        try (var attacker = ManInTheMiddle.answering(hello -> {
            Envelope leg = Envelope.parse(hello.body());
            Envelope answer = NegotiationLeg.SERVICE_HELLO.of(recorded()).with(reply -> {
                NegotiationLeg.rename(reply, leg);
                reply.changeFlight(genuine -> thief.answer(leg.flight()));
            });
            return new Reply(WireReply.OK, WirePeer.SOAP_12, answer.octets());
        })) {
            assertRefused(() -> connect(attacker).add(1, 2), NEGOTIATION_FAILED);

            assertThat(attacker.actions()).containsExactly(Mode.NEGOTIATION.get(0));
        }
    }

    @Test
    void showsTheCertificateOfAClientWithoutItsKey() {
        var pki = service.certificates().pki();
        var thief = CertificateThief.asClient(
                pki.client(), pki.untrustedTwin(Role.CLIENT).key());
        var recorded = recorded();
        Envelope hello = another(NegotiationLeg.HELLO.of(recorded))
                .with(leg -> leg.changeFlight(genuine -> thief.answer(new byte[0])));
        WireReply answer = service.wire().send(hello);
        assertThat(answer.status()).isEqualTo(WireReply.OK);

        Envelope proof = NegotiationLeg.CLIENT_PROOF.of(recorded).with(leg -> {
            NegotiationLeg.rename(leg, hello);
            leg.addressing("MessageID").setTextContent("urn:uuid:" + UUID.randomUUID());
            leg.changeFlight(genuine -> thief.answer(answer.envelope().flight()));
        });

        assertNegotiationFailed(service.wire().send(proof));
        assertThat(service.log().faultOf(proof.messageId())).isEqualTo(NEGOTIATION_FAILED);
    }

    /** A leg of another negotiation takes the place of the genuine one, with the Context that is expected or its own. */
    @ParameterizedTest
    @EnumSource
    void swapsALegForThatOfAnotherNegotiation(NegotiationLeg leg) {
        Envelope other = leg.of(recorded());
        try (var attacker = attacker(leg, swap(other, (swapped, genuine) -> {}))) {
            assertRefused(
                    () -> connect(attacker).add(1, 2),
                    leg == NegotiationLeg.CLIENT_PROOF ? NEGOTIATION_REFUSED : TOKEN_REQUEST_INVALID);
            assertNoCall(attacker);
        }
        try (var attacker = attacker(leg, swap(other, NegotiationLeg::rename))) {
            assertRefused(
                    () -> connect(attacker).add(1, 2),
                    leg == NegotiationLeg.CLIENT_PROOF ? NEGOTIATION_REFUSED : NEGOTIATION_FAILED);
            assertNoCall(attacker);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RequestedSecurityToken", "RequestedProofToken"})
    void answersWithTheTokenOrKeyOfAnotherNegotiation(String part) {
        Envelope other = NegotiationLeg.TOKEN.of(recorded());
        try (var attacker =
                attacker(NegotiationLeg.TOKEN, original -> original.with(leg -> exchange(leg, other, part)))) {
            var refused = catchThrowableOfType(
                    MessageSecurityException.class, () -> connect(attacker).add(1, 2));

            assertThat(refused).isNotNull();
            if (part.equals("RequestedProofToken")) {
                assertThat(refused.fault()).isEqualTo(NEGOTIATION_FAILED);
                assertNoCall(attacker);
            } else {
                // Nothing protects the name of the token; a wrong one helps no attacker.
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
            assertThat(service.log().faultOf(attacker.exchanges().get(0).messageId()))
                    .isEqualTo(TOKEN_REQUEST_INVALID);
        }
    }

    @Test
    void replaysTheWholeNegotiation() {
        var recorded = recorded();
        Envelope hello = NegotiationLeg.HELLO.of(recorded);
        Envelope proof = NegotiationLeg.CLIENT_PROOF.of(recorded);

        assertThat(service.wire().send(hello).status())
                .as("an unauthenticated peer may begin")
                .isEqualTo(WireReply.OK);
        assertNegotiationFailed(service.wire().send(proof));
        assertThat(service.log().faultOf(proof.messageId())).isEqualTo(NEGOTIATION_FAILED);
    }

    @Test
    void replaysTheSecondLeg() {
        Envelope proof = NegotiationLeg.CLIENT_PROOF.of(recorded());

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
        Envelope proof = NegotiationLeg.CLIENT_PROOF.of(recorded());
        List<WireReply> answers = new ArrayList<>();
        try (var attacker = ManInTheMiddle.answering(request -> {
            Envelope leg = Envelope.parse(request.body());
            if (leg.action().equals(Mode.NEGOTIATION.get(1))) {
                byte[] hijacker = proof.with(swapped -> NegotiationLeg.rename(swapped, leg))
                        .octets();
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
        try (var flooded = service.startBesideOthers(setup -> setup)) {
            Calculator before = service.client().connect(flooded.via(), flooded.address());
            assertThat(before.add(1, 2)).isEqualTo(3);

            Envelope hello = NegotiationLeg.HELLO.of(recorded());
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
            assertThat(before.add(3, 4)).as("a client with a token goes on").isEqualTo(7);
        }
    }

    @Test
    void floodsTheServiceForNoLongerThanANegotiationMayTake() {
        try (var flooded = service.startBesideOthers(
                setup -> setup.with("negotiation.max-pending", "4").with("negotiation.timeout", "5s"))) {
            Envelope hello = NegotiationLeg.HELLO.of(recorded());
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

    /** Returns the first leg of one more negotiation. */
    private static Envelope another(Envelope hello) {
        String id = "urn:uuid:" + UUID.randomUUID();
        return hello.with(leg -> {
            NegotiationLeg.rename(leg, id);
            leg.addressing("MessageID").setTextContent(id);
        });
    }

    /** Returns what a listener heard of another negotiation and of the call after it. */
    private ManInTheMiddle recorded() {
        try (var listener = ManInTheMiddle.listening(service.via())) {
            assertThat(connect(listener).add(1, 2)).isEqualTo(3);
            return listener;
        }
    }

    private ManInTheMiddle attacker(NegotiationLeg leg, UnaryOperator<Envelope> change) {
        return ManInTheMiddle.answering(leg.changedBy(change, HttpRelay.forwardingTo(service.via())));
    }

    private Calculator connect(ManInTheMiddle network) {
        return service.client().connect(network.address(), service.address());
    }

    private static void assertNoCall(ManInTheMiddle attacker) {
        assertThat(attacker.actions()).isSubsetOf(Mode.NEGOTIATION).doesNotContain(CalculatorNames.ADD_ACTION);
    }

    private SecurityFault faultInTheLog(ManInTheMiddle attacker) {
        return service.log().faultOf(attacker.last().messageId());
    }

    private static UnaryOperator<Envelope> swap(Envelope other, BiConsumer<Envelope, Envelope> also) {
        return original -> original.with(genuine -> {
            Envelope swapped = other.with(leg -> also.accept(leg, genuine));
            genuine.body()
                    .replaceChild(genuine.imported(NegotiationLeg.content(swapped)), NegotiationLeg.content(genuine));
        });
    }

    private static void exchange(Envelope leg, Envelope other, String part) {
        Element own = leg.first(Envelope.TRUST, part);
        own.getParentNode().replaceChild(leg.imported(other.first(Envelope.TRUST, part)), own);
    }
}

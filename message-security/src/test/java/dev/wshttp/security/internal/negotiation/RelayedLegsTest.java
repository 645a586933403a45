// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.EngineUnderTest;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.instances.AesSeal;
import dev.wshttp.security.instances.InOneJvm;
import dev.wshttp.security.instances.LegRelay;
import dev.wshttp.security.instances.MemoryOfOneJvm;
import dev.wshttp.security.instances.RelayOfOneJvm;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.instances.EndpointInstances;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlElement;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RelayedLegsTest {
    private static final String ENDPOINT = "/Calculator with sessions";
    private static final int MOST = 4 * 30;
    private static final WsHttpBinding BINDING = WsHttpBinding.builder()
            .negotiationSettings(NegotiationSettings.builder()
                    .maxPerSecond(1)
                    .maxPerSecondPerAddress(1)
                    .build())
            .build();
    private static final Addressing ADDRESSING =
            Addressing.request(NegotiationResponse.ACTION, "http://localhost/Calculator");

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-28T13:00:00Z"));
    private final RelayOfOneJvm relay = new RelayOfOneJvm();
    private final LegRelay here = relay.instance();
    private final LegRelay there = relay.instance();

    @Test
    void handsALegOverAsItsClientWroteIt() {
        there.begun(ENDPOINT, "uuid-1", Duration.ofMinutes(1));
        there.receive(ENDPOINT, octets -> {
            XmlElement received = engine().read(octets, UTF_8).content().orElseThrow();
            assertThat(received.canonicalForm(10_000)).isEqualTo(leg("uuid-1").canonicalForm(10_000));
            assertThat(engine().read(octets, UTF_8).addressing()).isEqualTo(ADDRESSING);
            return new RelayedAnswer(RelayedAnswer.Kind.FAULT, new byte[] {1, 2, 3}).encoded();
        });

        RelayedAnswer answer =
                legs(here).handOver(ADDRESSING, leg("uuid-1"), Optional.empty()).orElseThrow();

        assertThat(answer.kind()).isEqualTo(RelayedAnswer.Kind.FAULT);
        assertThat(answer.envelope()).containsExactly(1, 2, 3);
    }

    @Test
    void hasNoAnswerWhereNoInstanceHasTheNegotiation() {
        assertThat(legs(here).handOver(ADDRESSING, leg("uuid-1"), Optional.empty()))
                .isEmpty();
    }

    /** An instance of another version may answer in another form. */
    @Test
    void takesNoAnswerOfAnotherVersion() {
        var answers = new ArrayDeque<byte[]>(List.of(
                new byte[] {}, new byte[] {1}, new byte[] {2, 0, 1}, new byte[] {1, 2, 1}, new byte[] {1, -1, 1}));
        there.begun(ENDPOINT, "uuid-1", Duration.ofMinutes(1));
        there.receive(ENDPOINT, octets -> answers.remove());
        while (!answers.isEmpty()) {
            assertThat(legs(here).handOver(ADDRESSING, leg("uuid-1"), Optional.empty()))
                    .isEmpty();
        }
    }

    @Test
    void aNameThatAnotherInstanceUsesIsRefused() {
        legs(there).begun("uuid-1");

        assertThat(faultOf(() -> legs(here).begun("uuid-1"))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    /** Legs cost their sender nothing. */
    @Test
    void handsOverNoMoreThanTheRatePermits() {
        RelayedLegs legs = legs(here);
        there.begun(ENDPOINT, "uuid-1", Duration.ofMinutes(1));
        there.receive(ENDPOINT, octets -> new byte[0]);
        for (int i = 0; i < MOST; i++) {
            legs.handOver(ADDRESSING, leg("uuid-1"), Optional.empty());
        }

        assertThat(faultOf(() -> legs.handOver(ADDRESSING, leg("uuid-1"), Optional.empty())))
                .isEqualTo(SecurityFault.TOO_MANY_NEGOTIATIONS);
        assertThat(relay.handedOver()).isEqualTo(MOST);
    }

    /** Nothing bounds what an instance hands over by the address of its client, so no negotiation begins that way. */
    @Test
    void noNegotiationBeginsByAHandOver() {
        var credentials = Recorded.serviceCredentials();
        var clients =
                new X509CertificateValidator(credentials.clientTrust(), X509CertificateValidator.Role.CLIENT, clock);
        var service = new NegotiationService(
                new SecurityEnvironment(engine(), BINDING, clock, new SecureRandom()), credentials, clients);
        byte[] first = UnsecuredEnvelope.write(new OutgoingMessage(
                Addressing.request(NegotiationRequest.ACTION, "http://localhost/Calculator"),
                List.of(),
                new NegotiationRequest("uuid-1", 256, BinaryExchange.tlsnego(new byte[] {1}))));

        assertThat(faultOf(() -> service.answerHandedOver(engine().read(first, UTF_8))))
                .isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
        assertThat(service.pending()).isZero();
    }

    private static XmlElement leg(String context) {
        return Elements.value(
                Elements.of(new NegotiationResponse(context, BinaryExchange.tlsnego(new byte[] {1, 2, 3}))));
    }

    private SecurityEngine engine() {
        return EngineUnderTest.of(BINDING, new Freshness(clock, BINDING.maxClockSkew()));
    }

    private RelayedLegs legs(LegRelay instance) {
        var shared = new InOneJvm(
                new AesSeal(), Optional.of(new MemoryOfOneJvm(clock)), Optional.of(instance), OptionalLong.empty());
        var environment = new SecurityEnvironment(engine(), BINDING, clock, new SecureRandom())
                .among(EndpointInstances.of(shared, "/Calculator", BINDING));
        return new RelayedLegs(instance, environment);
    }
}

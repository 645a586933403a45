// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.MutableClock;
import dev.wshttp.security.captures.OpenedMessage;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.captures.Skeleton;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Golden test: what both sides of a session send has the structure of what WCF sends, down to every id. */
class SentSessionsTest {
    private static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";
    private static final String ADD = CONTRACT + "/ICalculator/Add";
    private static final String ADDRESS = "http://localhost:18080/ServiceModelSamples/service";
    private static final Recorded SESSION = new Recorded("2-nonego-session");
    private static final Recorded RENEWAL = new Recorded("2-nonego-session--renew");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:40:00Z"));
    private final WsHttpBinding binding = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .sessionSettings(SessionSettings.builder()
                    .inactivityTimeout(Duration.ofDays(1))
                    .build())
            .build();
    private final Sides sides = Sides.of(binding, Recorded.clientCredentials(), Recorded.serviceCredentials(), clock);
    private final SecuritySession session = new SecuritySession(
            sides.engine(), sides.client(), verifier(Optional.empty()), binding, clock, new SecureRandom());
    private final SessionService service = new SessionService(
            sides.engine(),
            sides.service(),
            verifier(Optional.of(
                    new X509CertificateValidator(Recorded.trust(), X509CertificateValidator.Role.CLIENT, clock))),
            Recorded.serviceCredentials(),
            binding,
            clock,
            new SecureRandom());
    private final Wire wire = new Wire();

    @Test
    void openingHasTheStructureOfWcfs() {
        session.protect(request(), wire);

        assertSent(SESSION, "01");
    }

    @Test
    void callHasTheStructureOfWcfs() {
        call();

        assertSent(SESSION, "02");
    }

    @Test
    void cancelHasTheStructureOfWcfs() {
        call();
        session.close(wire);

        assertThat(skeleton(wire.request)).isEqualTo(skeleton(SESSION.text("07-request.xml")));
        assertThat(skeleton(wire.reply)).isEqualTo(skeleton(SESSION.text("07-response.xml")));
    }

    @Test
    void renewalHasTheStructureOfWcfs() {
        call();
        clock.advance(Duration.ofHours(10));
        session.protect(request(), wire);

        assertSent(RENEWAL, "03");
    }

    @Test
    void callAfterARenewalHasTheStructureOfWcfs() {
        call();
        clock.advance(Duration.ofHours(10));
        call();

        assertSent(RENEWAL, "04");
    }

    @Test
    void allMessagesOfOneSideHaveTheSameDerivedKeysUntilTheRenewal() {
        call();
        String first = nonces(wire.request);
        String firstReply = nonces(wire.reply);
        call();
        assertThat(nonces(wire.request)).isEqualTo(first).isNotEqualTo(nonces(wire.reply));
        assertThat(nonces(wire.reply)).isEqualTo(firstReply);
        clock.advance(Duration.ofHours(10));
        call();

        assertThat(nonces(wire.request)).isNotEqualTo(first);
        assertThat(nonces(wire.reply)).isNotEqualTo(firstReply);
    }

    private void call() {
        ProtectedMessage request = session.protect(request(), wire);
        SecuredRequest received = service.verify(sides.engine().read(request.octets(), UTF_8));
        assertThat(received.answer()).isEmpty();
        ProtectedMessage reply = received.protector()
                .protect(new OutgoingMessage(
                        Addressing.reply(
                                ADD + "Response",
                                received.message().addressing().messageId()),
                        List.of(),
                        writer -> {
                            writer.writeStartElement("", "AddResponse", CONTRACT);
                            writer.writeDefaultNamespace(CONTRACT);
                            writer.writeStartElement("", "AddResult", CONTRACT);
                            writer.writeCharacters("115.99");
                            writer.writeEndElement();
                            writer.writeEndElement();
                        }));
        wire.request = request;
        wire.reply = reply;
        session.verify(sides.engine().read(reply.octets(), UTF_8), request);
    }

    private void assertSent(Recorded recorded, String number) {
        assertThat(skeleton(wire.request)).isEqualTo(skeleton(recorded.text(number + "-request.xml")));
        assertThat(opened(wire.request)).isEqualTo(skeleton(recorded.text("decrypted/" + number + "-request.xml")));
        assertThat(skeleton(wire.reply)).isEqualTo(skeleton(recorded.text(number + "-response.xml")));
        assertThat(opened(wire.reply)).isEqualTo(skeleton(recorded.text("decrypted/" + number + "-response.xml")));
    }

    private static OutgoingMessage request() {
        return new OutgoingMessage(Addressing.request(ADD, ADDRESS), List.of(), writer -> {
            writer.writeStartElement("", "Add", CONTRACT);
            writer.writeDefaultNamespace(CONTRACT);
            for (String[] parameter : new String[][] {{"n1", "100"}, {"n2", "15.99"}}) {
                writer.writeStartElement("", parameter[0], CONTRACT);
                writer.writeCharacters(parameter[1]);
                writer.writeEndElement();
            }
            writer.writeEndElement();
        });
    }

    private static String opened(ProtectedMessage message) {
        return Skeleton.of(OpenedMessage.open(message.octets(), message.key().secret()));
    }

    private static String skeleton(ProtectedMessage message) {
        return skeleton(new String(message.octets(), UTF_8));
    }

    private static String skeleton(String envelope) {
        return Skeleton.of(Envelopes.parse(envelope));
    }

    private static String nonces(ProtectedMessage message) {
        return new String(message.octets(), UTF_8).replaceAll("(?s).*<c:Nonce>([^<]*)<.*<c:Nonce>([^<]*)<.*", "$1 $2");
    }

    private MessageVerifier verifier(Optional<X509CertificateValidator> senders) {
        var window = new Freshness(clock, binding.maxClockSkew()).replayWindow();
        return new MessageVerifier(sides.engine(), senders, new ReplayGuard(clock, window, 1_000));
    }

    /** What went over it last. */
    private final class Wire implements SecuritySession.Peer {
        private ProtectedMessage request = new ProtectedMessage(
                new byte[0], new MessageKey.Encrypted(SharedSecret.of(new byte[0]), ""), List.of());
        private ProtectedMessage reply = request;

        @Override
        public String address() {
            return ADDRESS;
        }

        @Override
        public EndpointIdentity identity() {
            return Sides.CONTOSO;
        }

        @Override
        public ReceivedMessage exchange(ProtectedMessage sent) {
            SecuredRequest received = service.verify(sides.engine().read(sent.octets(), UTF_8));
            request = sent;
            reply = received.protector().protect(received.answer().orElseThrow().get());
            return sides.engine().read(reply.octets(), UTF_8);
        }
    }
}

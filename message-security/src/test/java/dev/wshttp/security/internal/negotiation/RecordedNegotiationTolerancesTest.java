// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.Refusals.faultOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.ClientSide;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.DeviationTable;
import dev.wshttp.security.forgery.Forger;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.conversation.SessionClient;
import dev.wshttp.security.internal.direct.Adder;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.negotiation.HandMadeClient.Outcome;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import jakarta.xml.ws.Endpoint;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden test: every line of the recorded tables of negotiations. What WCF accepted is accepted here, up to the answer to a call, and what
 * it refused is refused, by the service with WCF's fault.
 */
@Timeout(60)
class RecordedNegotiationTolerancesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:40:00Z"), ZoneOffset.UTC);

    private final HttpServer server = LoopbackServer.create();
    private final Sides sides =
            Sides.of(Recorded.SAMPLE.binding(), Recorded.clientCredentials(), Recorded.serviceCredentials(), CLOCK);
    private Optional<Endpoint> endpoint = Optional.empty();

    @AfterEach
    void stop() {
        endpoint.ifPresent(Endpoint::stop);
        server.stop(0);
    }

    /** A line of a table for one mode. */
    record Line(Tolerance tolerance, boolean session) {
        @Override
        public String toString() {
            return (session ? "mode 3: " : "mode 4: ") + tolerance;
        }
    }

    static Stream<Line> requests() {
        return lines("client-to-WCF-service.txt");
    }

    static Stream<Line> replies() {
        return lines("WCF-client-of-service.txt");
    }

    private static Stream<Line> lines(String table) {
        return Stream.of(true, false)
                .flatMap(session -> Tolerance.of("tolerance-mode" + (session ? 3 : 4) + "-" + table).stream()
                        .map(tolerance -> new Line(tolerance, session)));
    }

    @Test
    void everyDeviationWasRecordedAndEveryLineIsTested() {
        assertThat(REQUESTS.keySet())
                .containsExactlyInAnyOrderElementsOf(requests()
                        .map(line -> line.tolerance().name())
                        .distinct()
                        .toList());
        assertThat(REPLIES.keySet())
                .containsExactlyInAnyOrderElementsOf(replies()
                        .map(line -> line.tolerance().name())
                        .distinct()
                        .toList());
    }

    // Requests to our service

    private static final Map<String, Deviation> REQUESTS = DeviationTable.of("negotiation-requests.txt");

    @ParameterizedTest
    @MethodSource("requests")
    void serviceGivesTheAnswerOfWcf(Line line) {
        HttpPeer peer = serve(line.session());
        var client = new HandMadeClient(Recorded.credential("client"))
                .change(requireNonNull(REQUESTS.get(line.tolerance().name())), Recorded.credential("evil"));

        Outcome outcome = client.negotiate(peer);

        if (line.tolerance().isAccepted()) {
            assertThat(outcome.legs()).isEqualTo(2);
            assertThat(line.tolerance().verdict())
                    .endsWith(
                            "BinaryExchange ValueType '" + outcome.valueTypes().get(0) + "'");
            call(line.session(), outcome.negotiated().orElseThrow(), peer);
            assertThat(peer.lastStatus()).isEqualTo(200);
        } else {
            Tolerance.Fault fault = line.tolerance().fault();
            assertThat(outcome.fault()).isEqualTo(fault.code() + ", " + fault.subcode() + ": " + fault.reason());
            assertThat(line.tolerance().verdict()).startsWith("500 leg " + outcome.legs() + ":");
            assertThat(peer.lastStatus()).isEqualTo(500);
        }
    }

    private HttpPeer serve(boolean session) {
        var address = URI.create("http://localhost:" + server.getAddress().getPort() + "/Service");
        var feature = MessageSecurityFeature.forService(binding(session), Recorded.serviceCredentials())
                .withClock(CLOCK);
        endpoint = Optional.of(Endpoint.create(new Adder(), feature));
        endpoint.get().publish(server.createContext("/Service"));
        server.start();
        return new HttpPeer(address, sides.engine());
    }

    private void call(boolean session, NegotiatedKey negotiated, HttpPeer peer) {
        var verifier =
                MessageVerifier.ofClient(new ReplayGuard(CLOCK, new SecureRandom(), Duration.ofMinutes(15), 100));
        var once = new Once(negotiated);
        var services = new X509CertificateValidator(
                Recorded.clientCredentials().serviceTrust(), X509CertificateValidator.Role.SERVICE, CLOCK);
        var client = new ClientSide(
                sides.engine(),
                session
                        ? new SessionClient(
                                new SecurityEnvironment(sides.engine(), binding(true), CLOCK, new SecureRandom()),
                                once,
                                verifier,
                                services)
                        : once,
                verifier);
        ProtectedMessage request = client.protect(Conversation.request(peer.address()), peer);
        String sum = dev.wshttp.security.captures.Envelopes.body(
                client.verify(peer.exchange(request.octets()), request).envelope());
        assertThat(sum).contains("115.99");
    }

    /** A context that was negotiated before. */
    private record Once(NegotiatedKey negotiated) implements BootstrapProtocol {
        @Override
        public Opening opening(Peer peer) {
            return new Opening(negotiated.protection(), negotiated.service(), client());
        }

        @Override
        public X509Certificate client() {
            return negotiated.client();
        }

        @Override
        public Expectation expectation(ProtectedMessage request) {
            return Expectation.context(
                    new Expectation.Context(List.of(MessageKey.contextOf(request)), Carriage.REFERRED_TO));
        }
    }

    // Replies to our client

    private static final Map<String, Deviation> REPLIES = DeviationTable.of("negotiation-replies.txt");

    @ParameterizedTest
    @MethodSource("replies")
    void clientGivesTheVerdictOfWcf(Line line) {
        Deviation deviation = requireNonNull(REPLIES.get(line.tolerance().name()));
        assertThat(deviation.refusal().isEmpty()).isEqualTo(line.tolerance().isAccepted());
        Conversation wire = Conversation.between(
                binding(line.session()), Recorded.clientCredentials(), Recorded.serviceCredentials(), CLOCK);
        var legs =
                new HandMadeLegs(Recorded.credential("service"), CLOCK).change(deviation, Recorded.credential("evil"));
        var service = new HandMadeService(wire, Recorded.credential("client").certificate(), legs);

        if (deviation.refusal().isPresent()) {
            assertThat(faultOf(() -> call(wire, service, deviation)))
                    .isEqualTo(deviation.refusal().get());
        } else {
            call(wire, service, deviation);
            assertThat(service.legs()).isEqualTo(2);
        }
    }

    private static void call(Conversation wire, HandMadeService service, Deviation deviation) {
        ProtectedMessage request = wire.client().protect(Conversation.request(wire.address()), service);
        byte[] reply = wire.reply(request).octets();
        if (deviation.message().equals("reply")) {
            SharedSecret secret = request.key().secret();
            reply = deviation.change().octets(Forgery.opened(reply, secret), Forger.of(secret));
        }
        wire.client().verify(wire.read(reply), request);
        wire.client().close(service);
    }

    private static WsHttpBinding binding(boolean session) {
        return WsHttpBinding.builder().establishSecurityContext(session).build();
    }
}

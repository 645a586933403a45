// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.Refusals.faultOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.ClientSide;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.conversation.SessionClient;
import dev.wshttp.security.internal.direct.Adder;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.negotiation.HandMadeClient.Outcome;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import jakarta.xml.ws.Endpoint;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Golden test: every line of the recorded tables of negotiations. What WCF accepted is accepted here, up to the answer to a call, and what
 * it refused is refused, by the service with WCF's fault.
 */
@Timeout(60)
class RecordedNegotiationTolerancesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:40:00Z"), ZoneOffset.UTC);
    private static final String SPECIFIED = Namespaces.TRUST + "/tlsnego";

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

    private static final Map<String, Consumer<HandMadeClient>> REQUESTS = requestDeviations();

    private static Map<String, Consumer<HandMadeClient>> requestDeviations() {
        var table = new LinkedHashMap<String, Consumer<HandMadeClient>>();
        table.put("baseline, OpenSSL TLS 1.2", client -> {});
        table.put("ValueType without the leading space", client -> {
            client.firstLeg(leg -> setValueType(leg, SPECIFIED));
            client.laterLeg(leg -> setValueType(leg, SPECIFIED));
        });
        table.put("other ValueType", client -> client.firstLeg(leg -> setValueType(leg, "http://example.org/x")));
        table.put("no Context attribute", client -> client.firstLeg(leg -> leg.removeAttribute("Context")));
        table.put("Context not starting with uuid-", client -> client.context("any text"));
        table.put("no KeySize", client -> client.firstLeg(leg -> remove(leg, "KeySize")));
        table.put(
                "KeySize 128",
                client -> client.firstLeg(leg -> child(leg, "KeySize").setTextContent("128")));
        table.put("no TokenType", client -> client.firstLeg(leg -> remove(leg, "TokenType")));
        table.put("with AppliesTo", client -> client.firstLeg(RecordedNegotiationTolerancesTest::addAppliesTo));
        table.put(
                "no client certificate in TLS",
                client -> client.tls(TlsSide.client(TlsSide.context(Optional.empty(), certificate -> {}))));
        table.put("untrusted client certificate", client -> client.tls(TlsSide.client(TlsSide.credulous("evil"))));
        table.put(
                "TLS_RSA_WITH_AES_256_CBC_SHA",
                client -> client.tls(TlsSide.client(TlsSide.credulous("client"), "TLS_RSA_WITH_AES_256_CBC_SHA")));
        // The JDK's client always offers one.
        table.put("session ticket offered", client -> client.tls(TlsSide.client(TlsSide.credulous("client"))));
        return table;
    }

    @ParameterizedTest
    @MethodSource("requests")
    void serviceGivesTheAnswerOfWcf(Line line) {
        HttpPeer peer = serve(line.session());
        var client = new HandMadeClient();
        requireNonNull(REQUESTS.get(line.tolerance().name())).accept(client);

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
            return new Opening(negotiated.protection(), negotiated.service());
        }

        @Override
        public Expectation expectation(ProtectedMessage request) {
            return Expectation.context(
                    new Expectation.Context(List.of(MessageKey.contextOf(request)), Carriage.REFERRED_TO));
        }
    }

    // Replies to our client

    private static final Map<String, Deviation> REPLIES = replyDeviations();

    /** @param refusal why our client refuses; empty where it accepts */
    record Deviation(Optional<SecurityFault> refusal, Consumer<HandMadeService> change) {}

    private static Map<String, Deviation> replyDeviations() {
        var table = new LinkedHashMap<String, Deviation>();
        table.put("baseline, OpenSSL server", accepted(service -> {}));
        table.put(
                "BinaryExchange ValueType without the leading space",
                refused(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        service -> service.exchanges(exchange -> new BinaryExchange(SPECIFIED, exchange.octets()))));
        table.put(
                "wrong CombinedHash",
                refused(SecurityFault.AUTHENTICATOR_MISMATCH, service -> service.combinedHash(hash -> new byte[32])));
        table.put(
                "no Authenticator RSTR",
                refused(
                        SecurityFault.AUTHENTICATOR_MISMATCH,
                        service -> service.lastLeg(leg -> leg.replaceFirst(
                                "<t:RequestSecurityTokenResponse Context=\"[^\"]*\"><t:Authenticator>.*</t:Authenticator></t:RequestSecurityTokenResponse>",
                                ""))));
        table.put(
                "single RSTR instead of a collection",
                refused(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        service -> service.lastLeg(
                                leg -> leg.replaceFirst("^<t:RequestSecurityTokenResponseCollection[^>]*>", "")
                                        .replaceFirst("(</t:RequestSecurityTokenResponse>).*", "$1"))));
        table.put(
                "other Context",
                refused(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        service -> service.challenge(leg -> leg.setAttribute("Context", "uuid-another-1"))));
        table.put(
                "TLS_Wrap algorithm http://schemas.xmlsoap.org/ws/2005/02/trust/tlsnego#TLS_Wrap",
                refused(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        service -> service.lastLeg(leg -> leg.replace(
                                "http://schemas.xmlsoap.org/2005/02/trust/tlsnego#TLS_Wrap",
                                Namespaces.TRUST + "/tlsnego#TLS_Wrap"))));
        table.put(
                "server asks for no client certificate",
                accepted(service -> service.tls(() -> TlsSide.service(TlsSide.credulous("service"), false))));
        for (String name : List.of(
                "TokenType", "RequestedAttachedReference", "RequestedUnattachedReference", "Lifetime", "KeySize")) {
            table.put("RSTR without " + name, accepted(service -> service.token(response -> remove(response, name))));
        }
        table.put(
                "other element order in the RSTR",
                accepted(service -> service.token(
                        response -> response.insertBefore(child(response, "KeySize"), response.getFirstChild()))));
        table.put(
                "SignatureConfirmation in SCT responses",
                new Deviation(Optional.of(SecurityFault.SECURITY_HEADER_MALFORMED), service -> {}));
        return table;
    }

    private static Deviation accepted(Consumer<HandMadeService> change) {
        return new Deviation(Optional.empty(), change);
    }

    private static Deviation refused(SecurityFault reason, Consumer<HandMadeService> change) {
        return new Deviation(Optional.of(reason), change);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void clientGivesTheVerdictOfWcf(Line line) {
        Deviation deviation = requireNonNull(REPLIES.get(line.tolerance().name()));
        assertThat(deviation.refusal().isEmpty()).isEqualTo(line.tolerance().isAccepted());
        Conversation wire = Conversation.between(
                binding(line.session()), Recorded.clientCredentials(), Recorded.serviceCredentials(), CLOCK);
        var service = new HandMadeService(wire, Recorded.credential("client").certificate(), CLOCK.instant());
        deviation.change().accept(service);
        Function<ProtectedMessage, ProtectedMessage> answer =
                line.tolerance().name().startsWith("SignatureConfirmation") ? wire::confirmingReply : wire::reply;

        if (deviation.refusal().isPresent()) {
            assertThat(faultOf(() -> call(wire, service, answer)))
                    .isEqualTo(deviation.refusal().get());
        } else {
            call(wire, service, answer);
            assertThat(service.legs()).isEqualTo(2);
        }
    }

    private static void call(
            Conversation wire, HandMadeService service, Function<ProtectedMessage, ProtectedMessage> answer) {
        ProtectedMessage request = wire.client().protect(Conversation.request(wire.address()), service);
        wire.client().verify(wire.read(answer.apply(request)), request);
        wire.client().close(service);
    }

    private static WsHttpBinding binding(boolean session) {
        return WsHttpBinding.builder().establishSecurityContext(session).build();
    }

    private static void addAppliesTo(Element leg) {
        String policy = "http://schemas.xmlsoap.org/ws/2004/09/policy";
        Element added = leg.getOwnerDocument().createElementNS(policy, "p:AppliesTo");
        added.setAttributeNS(Namespaces.XMLNS, "xmlns:p", policy);
        leg.appendChild(added);
    }

    private static void setValueType(Element leg, String valueType) {
        child(leg, "BinaryExchange").setAttribute("ValueType", valueType);
    }

    private static void remove(Element parent, String name) {
        parent.removeChild(child(parent, name));
    }

    private static Element child(Element parent, String name) {
        return requireNonNull(Elements.child(parent, Namespaces.TRUST, name), name);
    }
}

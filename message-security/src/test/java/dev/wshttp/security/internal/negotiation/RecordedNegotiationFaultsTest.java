// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.direct.Adder;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import jakarta.xml.ws.Endpoint;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Golden test: an endpoint that negotiates answers the recorded requests that WCF refused with WCF's fault, to the byte. */
@Timeout(60)
class RecordedNegotiationFaultsTest {
    private final HttpServer server = LoopbackServer.create();
    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:40:00Z"));
    private Endpoint endpoint = Endpoint.create(new Adder());

    @AfterEach
    void stop() {
        endpoint.stop();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "3-nego-session-DEFAULT--err-d-unknown-sct, 04-request.sent-tampered.xml, 04-response.xml",
        "3-nego-session-DEFAULT--err-e-cancelled-sct-replay-unsecured, e1-app-under-cancelled-sct-request.xml, e1-app-under-cancelled-sct-response.xml",
        "3-nego-session-DEFAULT--err-e-cancelled-sct-replay-unsecured, e2-cancel-again-request.xml, e2-cancel-again-response.xml",
        "3-nego-session-DEFAULT--err-e-cancelled-sct-replay-unsecured, e3-replay-rst-sct-request.xml, e3-replay-rst-sct-response.xml",
        "3-nego-session-DEFAULT--err-e-cancelled-sct-replay-unsecured, e4-unsecured-request.xml, e4-unsecured-response.xml",
        "3-nego-session-DEFAULT--err-k-session-inactive, 05-request.xml, 05-response.xml",
        "4-nego-nosession--err-d-unknown-sct, 03-request.sent-tampered.xml, 03-response.xml",
    })
    void refusesAsWcfDid(String folder, String request, String response) {
        var recorded = new Recorded(folder);
        HttpPeer peer = serve(folder.startsWith("3-"));

        assertThat(peer.post(recorded.text(request).getBytes(UTF_8))).isEqualTo(recorded.text(response));
        assertThat(peer.lastStatus()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3-nego-session-DEFAULT", "4-nego-nosession"})
    void refusesAnUntrustedClientInTheSecondLegAsWcfDid(String mode) {
        var recorded = new Recorded(mode + "--err-c-untrusted-client-cert");
        HttpPeer peer = serve(mode.startsWith("3-"));
        var client = new HandMadeClient(Recorded.credential("client"))
                .tls(TlsSide.client(TlsSide.credulous(Recorded.credential("evil"))));

        assertThat(client.negotiate(peer).legs()).isEqualTo(2);

        assertThat(withoutIds(peer.lastBody())).isEqualTo(withoutIds(recorded.text("02-response.xml")));
    }

    /** The handshake of the recording cannot be continued: the service's random numbers are others. */
    @ParameterizedTest
    @ValueSource(strings = {"3-nego-session-DEFAULT", "4-nego-nosession"})
    void refusesARecordedSecondLegOfAnotherHandshake(String mode) {
        String recorded = new Recorded(mode).text("02-request.xml");
        HttpPeer peer = serve(mode.startsWith("3-"));
        String context = recorded.replaceFirst("(?s).*Context=\"([^\"]*)\".*", "$1");
        Element first = Elements.of(new NegotiationRequest(
                context,
                256,
                BinaryExchange.tlsnego(TlsSide.client(TlsSide.credulous(Recorded.credential("client")))
                        .firstFlight())));
        peer.exchange(HandMadeClient.envelope(NegotiationRequest.ACTION, first, peer));

        assertThat(peer.post(recorded.getBytes(UTF_8)))
                .contains("FailedAuthentication", "could not be satisfied because authentication failed");
    }

    /** The library that made the recording's hello sends a server name that is none; Windows sends no name. The JDK wants a name or nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"3-nego-session-DEFAULT", "4-nego-nosession"})
    void refusesTheServerNameOfTheRecordedFirstLegUnlessTheJdkIsToldToIgnoreIt(String mode) {
        HttpPeer peer = serve(mode.startsWith("3-"));

        assertThat(peer.post(new Recorded(mode).text("01-request.xml").getBytes(UTF_8)))
                .contains("FailedAuthentication");
    }

    private static String withoutIds(String envelope) {
        return envelope.replaceAll("(<a:RelatesTo>)[^<]*", "$1").replaceAll("(Base64Binary\">)[^<]*", "$1");
    }

    private HttpPeer serve(boolean session) {
        endpoint = Endpoint.create(
                new Adder(),
                MessageSecurityFeature.forService(
                                WsHttpBinding.builder()
                                        .establishSecurityContext(session)
                                        .build(),
                                Recorded.serviceCredentials())
                        .withAddress(URI.create("http://localhost:18080/ServiceModelSamples/service"))
                        .withClock(clock));
        endpoint.publish(server.createContext("/"));
        server.start();
        return new HttpPeer(
                URI.create("http://localhost:" + server.getAddress().getPort() + "/"),
                Sides.of(Recorded.SAMPLE, clock).engine());
    }
}

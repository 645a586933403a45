// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Recorded;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden test: an endpoint with sessions answers the recorded requests that WCF refused with WCF's fault, to the byte. */
@Timeout(60)
class RecordedSessionFaultsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpServer server = LoopbackServer.create();
    private final AdjustableClock clock = new AdjustableClock(
            Recorded.clockOf(new Recorded("2-nonego-session--err-c-untrusted-client-cert").text("01-request.xml"))
                    .instant());
    private final Endpoint endpoint = Endpoint.create(
            new Adder(),
            MessageSecurityFeature.forService(
                            WsHttpBinding.builder()
                                    .negotiateServiceCredential(false)
                                    .build(),
                            Recorded.serviceCredentials())
                    .withAddress(URI.create("http://localhost:18080/ServiceModelSamples/service"))
                    .withClock(clock));

    @AfterEach
    void stop() {
        endpoint.stop();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "2-nonego-session--err-c-untrusted-client-cert, 01-request.xml, 01-response.xml",
        "2-nonego-session--err-d-unknown-sct, 02-request.sent-tampered.xml, 02-response.xml",
        "2-nonego-session--err-e-cancelled-sct-replay-unsecured, e1-app-under-cancelled-sct-request.xml, e1-app-under-cancelled-sct-response.xml",
        "2-nonego-session--err-e-cancelled-sct-replay-unsecured, e2-cancel-again-request.xml, e2-cancel-again-response.xml",
        "2-nonego-session--err-e-cancelled-sct-replay-unsecured, e4-unsecured-request.xml, e4-unsecured-response.xml",
        "2-nonego-session--err-k-session-inactive, 03-request.xml, 03-response.xml",
    })
    void refusesAsWcfDid(String folder, String request, String response) throws Exception {
        var recorded = new Recorded(folder);
        serve();
        setClock(recorded.text("01-request.xml"));

        assertThat(post(recorded.text(request))).isEqualTo(recorded.text(response));
    }

    @Test
    void refusesExpiredRequestAsWcfDid() throws Exception {
        var recorded = new Recorded("2-nonego-session--err-b-expired-timestamp");
        serve();
        setClock(recorded.text("01-request.xml"));
        clock.advance(Duration.ofHours(1));

        assertThat(post(recorded.text("01-request.xml"))).isEqualTo(recorded.text("01-response.xml"));
    }

    @Test
    void refusesReplayedOpeningAsWcfDid() throws Exception {
        var recorded = new Recorded("2-nonego-session--err-e-cancelled-sct-replay-unsecured");
        serve();
        setClock(recorded.text("01-request.xml"));
        assertThat(post(recorded.text("01-request.xml"))).contains("EncryptedData");

        assertThat(post(recorded.text("e3-replay-rst-sct-request.xml")))
                .isEqualTo(recorded.text("e3-replay-rst-sct-response.xml"));
    }

    private void setClock(String message) {
        clock.advance(
                Duration.between(clock.instant(), Recorded.clockOf(message).instant()));
    }

    private void serve() {
        endpoint.publish(server.createContext("/"));
        server.start();
    }

    private String post(String request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HTTP.send(
                HttpRequest.newBuilder(URI.create(
                                "http://localhost:" + server.getAddress().getPort() + "/"))
                        .header("Content-Type", "application/soap+xml; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(request))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return new String(response.body(), UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.captures.Tolerance.Fault;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.DeviationTable;
import dev.wshttp.security.forgery.Forgery;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Golden test: every line of the recorded table of requests. What WCF's service accepted, an endpoint of ours accepts; what it refused is
 * refused with the same fault, and the log has the reason.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(Call.Origin.class)
class RecordedRequestTolerancesTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Map<String, Deviation> DEVIATIONS = DeviationTable.of("direct-requests.txt");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Call call;
    private final HttpServer server = LoopbackServer.create();
    private final Endpoint endpoint;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    RecordedRequestTolerancesTest(Call.Origin origin) {
        this.call = origin.call(PKI);
        this.endpoint = Endpoint.create(new Adder(), origin.serviceFeature(PKI));
    }

    static List<Tolerance> lines() {
        return Tolerance.of("tolerance-mode1-client-to-WCF-service.txt");
    }

    @BeforeEach
    void serve() {
        endpoint.publish(server.createContext("/"));
        server.start();
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        endpoint.stop();
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void getsTheAnswerOfWcf(Tolerance line) throws Exception {
        Deviation deviation = requireNonNull(DEVIATIONS.get(line.name()), line.name());

        HttpResponse<byte[]> response = post(deviation.change().octets(call.openedRequest(), call.forger()));

        Forgery reply = Forgery.opened(response.body(), call.sent().key().secret());
        if (line.isAccepted()) {
            assertThat(refusals()).isEmpty();
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(reply.first("AddResult").getTextContent()).isEqualTo("115.99");
        } else {
            assertThat(refusals())
                    .singleElement()
                    .asString()
                    .contains(": " + deviation.refusal().orElseThrow() + ": ");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(faultIn(reply)).isEqualTo(line.fault());
        }
    }

    @Test
    void everyDeviationWasRecordedAndEveryLineIsTested() {
        assertThat(DEVIATIONS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        lines().stream().map(Tolerance::name).toList());
    }

    private HttpResponse<byte[]> post(byte[] request) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(
                                "http://localhost:" + server.getAddress().getPort() + "/"))
                        .header("Content-Type", "application/soap+xml; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private List<String> refusals() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Fault faultIn(Forgery reply) {
        String[] code = reply.all("Value").get(0).getTextContent().split(":", 2);
        String[] subcode = reply.all("Value").get(1).getTextContent().split(":", 2);
        return new Fault(code[1], subcode[1], reply.first("Text").getTextContent());
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(MessageSecurityFeature.class.getPackageName());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.Refusals.refusal;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.forgery.DeviatingService;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.Deviation.Weight;
import dev.wshttp.security.forgery.DeviationTable;
import dev.wshttp.security.forgery.FaultReply;
import dev.wshttp.security.forgery.Forger.Endorser;
import dev.wshttp.security.forgery.HandMadeSession;
import dev.wshttp.security.forgery.HttpReply;
import dev.wshttp.security.forgery.WireAnswer;
import dev.wshttp.security.internal.token.SharedSecret;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Golden test: every line of the recorded tables of sessions. What WCF accepted is accepted here, what it refused is refused with its
 * fault, over HTTP, by an endpoint and by a port of the RI.
 */
@Timeout(60)
class RecordedSessionTolerancesTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Map<String, Deviation> REQUESTS = DeviationTable.of("session-requests.txt");
    private static final Map<String, Deviation> REPLIES = DeviationTable.of("session-replies.txt");
    private static final Map<String, Deviation> FAULTS = DeviationTable.of("fault-replies.txt");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AlgorithmSuite SUITE = AlgorithmSuite.BASIC256;

    private final HttpServer server = LoopbackServer.create();
    private final Endpoint endpoint = Endpoint.create(new Adder(), Call.sessionServiceFeature(PKI));
    private final Sides sides = Call.sides(PKI);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    static List<Tolerance> requests() {
        return Tolerance.of("tolerance-mode2-client-to-WCF-service.txt");
    }

    static List<Tolerance> replies() {
        return Tolerance.of("tolerance-mode2-WCF-client-of-service.txt");
    }

    static List<Tolerance> faults() {
        return Tolerance.of("tolerance-mode2-faults-to-WCF-client.txt");
    }

    @BeforeEach
    void serve() {
        endpoint.publish(server.createContext("/Service"));
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

    @Test
    void everyDeviationWasRecordedAndEveryLineIsTested() {
        assertThat(REQUESTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        requests().stream().map(Tolerance::name).toList());
        assertThat(REPLIES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        replies().stream().map(Tolerance::name).toList());
        assertThat(FAULTS.keySet())
                .containsAll(faults().stream().map(Tolerance::name).toList());
    }

    // Requests to our service

    @ParameterizedTest
    @MethodSource("requests")
    void serviceGivesTheAnswerOfWcf(Tolerance line) throws Exception {
        Deviation deviation = requireNonNull(REQUESTS.get(line.name()), line.name());

        List<WireAnswer> answers = converse(deviation);

        WireAnswer answer = answers.get(answers.size() - 1);

        if (line.isAccepted()) {
            assertThat(refusals()).isEmpty();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answers.get(1).message().first("AddResult").getTextContent())
                    .isEqualTo("115.99");
            assertThat(answers).hasSize(3);
        } else {
            assertThat(refusals())
                    .singleElement()
                    .asString()
                    .contains(": " + deviation.refusal().orElseThrow() + ": ");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.fault()).contains(line.fault());
        }
    }

    /** Opens a session, makes a call and cancels, with one message changed; stops there if it is refused. */
    private List<WireAnswer> converse(Deviation deviation) {
        var client = Call.credential(PKI.client());
        var session = new HandMadeSession(new HandMadeSession.Means(
                sides.engine(),
                SUITE,
                Call.ADDRESS,
                issue -> sides.client().protect(issue, Sides.CONTOSO),
                Optional.of(new Endorser(client.certificate(), client.privateKey())),
                this::post));
        return session.converse(deviation, Call.ADD, Call.sum());
    }

    private WireAnswer post(byte[] request, SharedSecret secret) {
        var message = HttpRequest.newBuilder(URI.create(address("/Service")))
                .header("Content-Type", "application/soap+xml; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        try {
            var response = HTTP.send(message, HttpResponse.BodyHandlers.ofByteArray());
            return new WireAnswer(response.statusCode(), response.body(), secret);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private List<String> refusals() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    // Replies to our client

    @ParameterizedTest
    @MethodSource("replies")
    void clientGivesTheVerdictOfWcf(Tolerance line) throws Exception {
        Deviation deviation = requireNonNull(REPLIES.get(line.name()), line.name());
        DeviatingService service = serve(deviation);
        Dispatch<Source> port = port();

        if (line.isAccepted() || line.isLateFailure()) {
            assertThat(add(port)).contains("AddResult>115.99<");
            // Unlike WCF's, closing a port never fails: the result is there, and the service forgets an idle session.
            ((Closeable) port).close();
            assertThat(service.cancels()).isEqualTo(1);
        } else {
            assertThat(refusal(() -> add(port)).fault())
                    .isEqualTo(deviation.refusal().orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void clientGivesFaultToItsCallerAsWcfDoes(Tolerance line) throws Exception {
        Deviation deviation = requireNonNull(FAULTS.get(line.name()), line.name());
        serve(deviation);
        Dispatch<Source> port = port();

        if (line.isGenuineFault()) {
            assertThat(catchThrowableOfType(SOAPFaultException.class, () -> add(port)))
                    .hasMessageContaining(FaultReply.REASON);
        } else {
            // Where WCF's client gives up, ours tries once more in a new session or with a new key, and then gives up.
            assertThat(refusal(() -> add(port)).fault())
                    .isEqualTo(deviation.refusal().orElseThrow());
        }
    }

    /** WCF's client renews at the next call, ours at once. */
    @Test
    void clientRenewsWhenItIsAskedTo() throws Exception {
        DeviatingService service = serve(new Deviation("", Weight.VARIANT, "renewal", Optional.empty(), ""));

        assertThat(add(port())).contains("AddResult>115.99<");

        assertThat(service.renewals()).isEqualTo(1);
    }

    private static String add(Dispatch<Source> port) throws TransformerException {
        var text = new StringWriter();
        Source sum = port.invoke(new StreamSource(
                new StringReader("<Add xmlns='" + Call.CONTRACT + "'><n1>100</n1><n2>15.99</n2></Add>")));
        TransformerFactory.newDefaultInstance().newTransformer().transform(sum, new StreamResult(text));
        return text.toString();
    }

    private Dispatch<Source> port() throws IOException {
        Dispatch<Source> port = Service.create(
                        URI.create(address("/Service?wsdl")).toURL(), Adder.SERVICE)
                .createDispatch(Adder.PORT, Source.class, Service.Mode.PAYLOAD, Call.sessionClientFeature(PKI));
        Map<String, Object> context = port.getRequestContext();
        context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address("/Fake"));
        context.put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        context.put(BindingProvider.SOAPACTION_URI_PROPERTY, Call.ADD);
        return port;
    }

    private DeviatingService serve(Deviation deviation) {
        DeviatingService service = Call.deviating(PKI, deviation);
        server.createContext("/Fake", exchange -> {
            HttpReply answer = service.answer(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().set("Content-Type", "application/soap+xml; charset=utf-8");
            exchange.sendResponseHeaders(answer.status(), answer.octets().length == 0 ? -1 : answer.octets().length);
            exchange.getResponseBody().write(answer.octets());
            exchange.close();
        });
        return service;
    }

    private String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(MessageSecurityFeature.class.getPackageName());
    }
}

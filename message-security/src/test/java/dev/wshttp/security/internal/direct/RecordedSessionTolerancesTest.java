// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.captures.Tolerance.Fault;
import dev.wshttp.security.internal.direct.SessionDeviation.Stage;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
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

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AlgorithmSuite SUITE = AlgorithmSuite.BASIC256;
    private static final byte[] ENTROPY = new byte[32];
    private static final String FAILING_CANCEL = "Cancel answered with HTTP 500, empty";
    private static final SoapFault CUSTOM = SoapFault.sender("http://x", "Custom", "custom text");

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
        assertThat(SessionDeviation.REQUESTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        requests().stream().map(Tolerance::name).toList());
        assertThat(SessionDeviation.REPLIES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        replies().stream().map(Tolerance::name).toList());
        assertThat(FAULTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        faults().stream().map(Tolerance::name).toList());
    }

    // Requests to our service

    @ParameterizedTest
    @MethodSource("requests")
    void serviceGivesTheAnswerOfWcf(Tolerance line) throws Exception {
        SessionDeviation deviation = requireNonNull(SessionDeviation.REQUESTS.get(line.name()), line.name());

        Answer answer = converse(deviation);

        if (line.isAccepted()) {
            assertThat(refusals()).isEmpty();
            assertThat(answer.status()).isEqualTo(200);
        } else {
            assertThat(refusals())
                    .singleElement()
                    .asString()
                    .contains(": " + deviation.refusal().orElseThrow() + ": ");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(faultIn(answer.message())).isEqualTo(line.fault());
        }
    }

    /** Opens a session, makes a call and cancels, with one message changed; stops there if it is refused. */
    private Answer converse(SessionDeviation deviation) throws Exception {
        var issue = message(SessionAction.ISSUE.request(), RequestSecurityToken.issue(ENTROPY, 256));
        ProtectedMessage rst = sides.client().protect(issue, Sides.CONTOSO);
        Forgery opened = Forgery.opened(rst.octets(), rst.key().secret());
        changeAt(Stage.OPENING, deviation, opened);
        byte[] entropy = opened.all("BinarySecret").stream()
                .findFirst()
                .map(secret -> java.util.Base64.getDecoder().decode(secret.getTextContent()))
                .orElse(ENTROPY);
        Answer issued = post(
                opened.remake(Call.credential(PKI.client()).privateKey()).seal(),
                rst.key().secret());
        if (issued.status() != 200) {
            return issued;
        }
        var response = RequestSecurityTokenResponse.read(
                Elements.value(Elements.children(issued.message().body()).get(0)));
        var key = new SecurityContextKey(response.token(), ComputedKey.of(entropy, response.entropy(), 32));
        var context = new Protection.Context(key, Optional.of(DerivedKeyPair.of(key, SUITE, RANDOM)), Carriage.CARRIED);

        Answer called = post(
                changed(
                        Stage.CALL,
                        deviation,
                        Protection.context(context),
                        message(Call.ADD, Call.sum()),
                        key.secret()),
                key.secret());
        if (called.status() != 200) {
            return called;
        }
        assertThat(called.message().first("AddResult").getTextContent()).isEqualTo("115.99");
        var cancel = message(SessionAction.CANCEL.request(), RequestSecurityToken.cancel(response.token()));
        boolean encrypted = deviation.stage() == Stage.ENCRYPTED_CANCEL;
        Stage stage = encrypted ? Stage.ENCRYPTED_CANCEL : Stage.CANCEL;
        Protection protection = Protection.context(context);
        return post(
                changed(stage, deviation, encrypted ? protection : protection.signedOnly(), cancel, key.secret()),
                key.secret());
    }

    private byte[] changed(
            Stage stage,
            SessionDeviation deviation,
            Protection protection,
            OutgoingMessage message,
            SharedSecret secret) {
        byte[] octets = sides.engine().protect(message, protection).octets();
        if (deviation.stage() != stage) {
            return octets;
        }
        Forgery opened = Forgery.opened(octets, secret);
        deviation.change().accept(opened);
        return opened.sign().seal();
    }

    private static void changeAt(Stage stage, SessionDeviation deviation, Forgery message) {
        if (deviation.stage() == stage) {
            deviation.change().accept(message);
        }
    }

    private static OutgoingMessage message(String action, XmlContent body) {
        return new OutgoingMessage(Addressing.request(action, Call.ADDRESS), List.of(), body);
    }

    private Answer post(byte[] request, SharedSecret secret) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HTTP.send(
                HttpRequest.newBuilder(URI.create(address("/Service")))
                        .header("Content-Type", "application/soap+xml; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), Forgery.opened(response.body(), secret));
    }

    private record Answer(int status, Forgery message) {}

    private List<String> refusals() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Fault faultIn(Forgery reply) {
        String code = reply.all("Value").get(0).getTextContent().replaceFirst(".*:", "");
        String subcode = reply.all("Value").get(1).getTextContent().replaceFirst(".*:", "");
        return new Fault(code, subcode, reply.first("Text").getTextContent());
    }

    // Replies to our client

    @ParameterizedTest
    @MethodSource("replies")
    void clientGivesTheVerdictOfWcf(Tolerance line) throws Exception {
        SessionDeviation deviation = requireNonNull(SessionDeviation.REPLIES.get(line.name()), line.name());
        var service = new FakeService(deviation, Optional.empty());
        service.listen();
        Dispatch<Source> port = port();

        if (line.isAccepted() || line.isLateFailure()) {
            assertThat(add(port)).contains("AddResult>115.99<");
            // Unlike WCF's, closing a port never fails: the result is there, and the service forgets an idle session.
            ((Closeable) port).close();
            assertThat(service.cancels).isEqualTo(1);
        } else {
            assertThat(refusal(() -> add(port)).fault())
                    .isEqualTo(deviation.refusal().orElseThrow());
        }
    }

    /** What a service says to a call; it knows the request and the protection of the reply. */
    private static final Map<String, BiFunction<RecordedSessionTolerancesTest, Exchange, byte[]>> FAULTS = Map.of(
            "secured application fault (s:Sender prefix), Action soap/fault",
            (test, exchange) -> test.secured(exchange, CUSTOM, Namespaces.FAULT_ACTION),
            "secured application fault, Action = own fault action",
            (test, exchange) -> test.secured(exchange, CUSTOM, "http://x/customAction"),
            "UNsecured application fault",
            (test, exchange) -> CUSTOM.unsecured(exchange.messageId()),
            "unsecured wsse:InvalidSecurity",
            (test, exchange) -> SoapFault.sender(Namespaces.SECURITY, "InvalidSecurity", "sec text")
                    .unsecured(exchange.messageId()),
            "unsecured wsc:BadContextToken",
            (test, exchange) -> SoapFault.sender(Namespaces.CONVERSATION, "BadContextToken", "ctx text")
                    .unsecured(exchange.messageId()),
            "secured wsc:BadContextToken",
            (test, exchange) -> test.secured(
                    exchange,
                    SoapFault.sender(Namespaces.CONVERSATION, "BadContextToken", "ctx text"),
                    Namespaces.FAULT_ACTION),
            "secured wsc:RenewNeeded, Action SecureConversationFault",
            (test, exchange) -> test.secured(
                    exchange,
                    SoapFault.sender(Namespaces.CONVERSATION, "RenewNeeded", "renew text"),
                    Namespaces.SESSION_FAULT_ACTION));

    @ParameterizedTest
    @MethodSource("faults")
    void clientGivesFaultToItsCallerAsWcfDoes(Tolerance line) throws Exception {
        new FakeService(
                        requireNonNull(SessionDeviation.REPLIES.get("baseline, exactly as WCF")),
                        Optional.of(requireNonNull(FAULTS.get(line.name()), line.name())))
                .listen();
        Dispatch<Source> port = port();

        if (line.isGenuineFault()) {
            assertThat(catchThrowableOfType(SOAPFaultException.class, () -> add(port)))
                    .hasMessageContaining("text");
        } else {
            // Where WCF's client gives up, ours tries once more in a new session or with a new key, and then gives up.
            assertThat(refusal(() -> add(port)).fault())
                    .isIn(SecurityFault.FAULT_NOT_SECURED, SecurityFault.CONTEXT_NOT_RECOGNIZED);
        }
    }

    private byte[] secured(Exchange exchange, SoapFault fault, String action) {
        var reply = new OutgoingMessage(Addressing.reply(action, exchange.messageId()), List.of(), fault);
        return sides.engine().protect(reply, exchange.protection()).octets();
    }

    private record Exchange(String messageId, Protection protection) {}

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

    /** Has one session, one key, and an opinion on how to answer. */
    private final class FakeService {
        private final SessionDeviation deviation;
        private final Optional<BiFunction<RecordedSessionTolerancesTest, Exchange, byte[]>> fault;
        private SecurityContextKey key =
                new SecurityContextKey(new SecurityContextToken("", "", ""), SharedSecret.of(new byte[32]));
        private int cancels;

        FakeService(
                SessionDeviation deviation,
                Optional<BiFunction<RecordedSessionTolerancesTest, Exchange, byte[]>> fault) {
            this.deviation = deviation;
            this.fault = fault;
        }

        void listen() {
            server.createContext("/Fake", exchange -> {
                byte[] answer = answer(exchange.getRequestBody().readAllBytes());
                exchange.getResponseHeaders().set("Content-Type", "application/soap+xml; charset=utf-8");
                exchange.sendResponseHeaders(answer.length == 0 ? 500 : 200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
        }

        private byte[] answer(byte[] octets) {
            var received = sides.engine().read(octets, UTF_8);
            String action = requireNonNull(received.addressing().action());
            if (action.equals(SessionAction.ISSUE.request())) {
                return issued(Call.sides(PKI).service().verify(received));
            }
            String messageId = requireNonNull(received.addressing().messageId());
            Protection protection = Protection.context(new Protection.Context(
                    key, Optional.of(DerivedKeyPair.of(key, SUITE, RANDOM)), Carriage.REFERRED_TO));
            if (action.equals(SessionAction.CANCEL.request())) {
                return cancelled(messageId, protection);
            }
            if (action.equals(SessionAction.RENEW.request())) {
                return SoapFault.sender(Namespaces.TRUST, "InvalidRequest", "no renewal here")
                        .unsecured(messageId);
            }
            return fault.map(
                            made -> made.apply(RecordedSessionTolerancesTest.this, new Exchange(messageId, protection)))
                    .orElseGet(() -> changed(
                            Stage.CALL,
                            deviation,
                            protection,
                            new OutgoingMessage(
                                    Addressing.reply(Call.ADD + "Response", messageId), List.of(), Call.sumResponse()),
                            key.secret()));
        }

        private byte[] issued(VerifiedMessage request) {
            var wanted = RequestSecurityToken.read(request.envelope().content().orElseThrow(), SessionAction.ISSUE);
            var token = new SecurityContextToken("uuid-fake-1", "urn:uuid:" + UUID.randomUUID(), "");
            var response = new RequestSecurityTokenResponse(
                    token,
                    new byte[32],
                    256,
                    Optional.of(new Lifetime(PKI.now(), PKI.now().plus(Duration.ofHours(15)))),
                    "");
            var reply = new OutgoingMessage(
                    Addressing.reply(
                            SessionAction.ISSUE.reply(), request.addressing().messageId()),
                    List.of(),
                    response);
            byte[] octets = sides.service().protect(reply, request).octets();
            Forgery opened = Forgery.opened(octets, request.key().secret());
            changeAt(Stage.OPENING, deviation, opened);
            learn(opened, wanted.entropy());
            return opened.sign().seal();
        }

        /** The key of what the client is told in the end. */
        private void learn(Forgery opened, byte[] entropy) {
            try {
                var told = RequestSecurityTokenResponse.read(
                        Elements.value(Elements.children(opened.body()).get(0)));
                key = new SecurityContextKey(told.token(), ComputedKey.of(entropy, told.entropy(), 32));
            } catch (MessageSecurityException refusedByTheClientToo) {
                key = new SecurityContextKey(new SecurityContextToken("", "", ""), SharedSecret.of(new byte[32]));
            }
        }

        private byte[] cancelled(String messageId, Protection protection) {
            cancels++;
            if (deviation.name().equals(FAILING_CANCEL)) {
                return new byte[0];
            }
            var reply = new OutgoingMessage(
                    Addressing.reply(SessionAction.CANCEL.reply(), messageId),
                    List.of(),
                    RequestSecurityTokenResponse.cancelled());
            boolean encrypted = deviation.stage() == Stage.ENCRYPTED_CANCEL;
            return sides.engine()
                    .protect(reply, encrypted ? protection : protection.signedOnly())
                    .octets();
        }
    }

    private String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(MessageSecurityFeature.class.getPackageName());
    }
}

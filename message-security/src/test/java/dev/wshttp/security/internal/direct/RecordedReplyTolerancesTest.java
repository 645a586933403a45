// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.Refusals.refusal;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.captures.LiveTolerance;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.forgery.DeviatingService;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.DeviationTable;
import dev.wshttp.security.forgery.FaultReply;
import dev.wshttp.security.forgery.HttpReply;
import dev.wshttp.security.internal.soap.Namespaces;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
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

/**
 * Golden test: every line of the recorded tables of replies and of faults. What WCF's client gave to its caller, a port of ours gives to
 * its caller; what it refused is refused.
 */
@Timeout(60)
class RecordedReplyTolerancesTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Map<String, Deviation> DEVIATIONS = DeviationTable.of("direct-replies.txt");
    private static final Map<String, Deviation> ANSWERS = DeviationTable.of("fault-replies.txt");

    /** The faults of section A that belong to the contract with which they were recorded: {@code ContractActionsTest} has their like. */
    private static final Set<String> OF_ANOTHER_CONTRACT = Set.of(
            "typed fault with its declared action",
            "typed fault with action soap/fault",
            "typed fault with an undeclared action (JAX-WS default)",
            "plain fault with the declared action of the typed fault",
            "detail of another type with the declared action",
            "two detail elements, the typed one second");

    /** What WCF's client refuses and ours does not: the answer is secured, and a {@code Dispatch} knows no contract whose actions it could compare. */
    private static final String MORE_TOLERANT = "normal reply with the request action + \"Reply\" (unknown action)";

    private final HttpServer server = LoopbackServer.create();
    private final Endpoint endpoint = Endpoint.create(new Adder(), Call.Origin.OURS.serviceFeature(PKI));

    static List<Tolerance> replies() {
        return Tolerance.of("tolerance-mode1-WCF-client-of-service.txt");
    }

    static List<Tolerance> faults() {
        return Tolerance.of("tolerance-mode1-faults-to-WCF-client.txt");
    }

    static List<LiveTolerance> answers() {
        return LiveTolerance.of("live-tolerance-faults-oneway-WCF-client.txt").stream()
                .filter(line -> line.section().equals("A") && !OF_ANOTHER_CONTRACT.contains(line.name()))
                .toList();
    }

    /** The endpoint serves its WSDL only. */
    @BeforeEach
    void serve() {
        endpoint.publish(server.createContext("/Described"));
        server.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop();
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void getsTheVerdictOfWcf(Tolerance line) throws TransformerException {
        Deviation deviation = requireNonNull(DEVIATIONS.get(line.name()), line.name());
        answer(call -> deviation.change().octets(call.openedReply(), call.forger()));

        if (line.isAccepted()) {
            assertThat(text(add())).contains("AddResult>115.99<");
        } else {
            assertThat(refusal(this::add).fault()).isEqualTo(deviation.refusal().orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void givesRecordedReplyTheSameVerdict(Tolerance line) {
        Deviation deviation = requireNonNull(DEVIATIONS.get(line.name()), line.name());
        Call call = Call.recorded();
        byte[] reply = deviation.change().octets(call.openedReply(), call.forger());

        if (line.isAccepted()) {
            assertThat(Serialized.of(call.clientAccepts(reply).envelope())).contains("AddResult>115.99<");
        } else {
            assertThat(call.clientRefuses(reply)).isEqualTo(deviation.refusal().orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void givesFaultToItsCallerAsWcfDoes(Tolerance line) {
        Deviation deviation = requireNonNull(ANSWERS.get(line.name()), line.name());
        serve(deviation);

        if (line.isGenuineFault()) {
            var fault =
                    catchThrowableOfType(SOAPFaultException.class, this::add).getFault();
            assertThat(fault.getFaultString()).isEqualTo(FaultReply.REASON);
            assertThat(fault.getFaultCodeAsQName()).isEqualTo(new QName(Namespaces.SOAP, "Sender"));
            assertThat(fault.getFaultSubcodes().next()).isEqualTo(new QName("http://x", "Custom"));
        } else {
            var refused = refusal(this::add);
            assertThat(refused.fault()).isEqualTo(deviation.refusal().orElseThrow());
            assertThat(refused).hasMessageContaining(FaultReply.REASON);
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void judgesAnswersAsWcfDoes(LiveTolerance line) throws TransformerException {
        Deviation deviation = requireNonNull(ANSWERS.get(line.name()), line.name());
        serve(deviation);

        assertThat(deviation.refusal().isEmpty())
                .isEqualTo(line.isAccepted() || line.name().equals(MORE_TOLERANT));
        if (deviation.refusal().isPresent()) {
            assertThat(refusal(this::add).fault()).isEqualTo(deviation.refusal().get());
        } else if (FaultReply.isOne(deviation)) {
            assertThat(catchThrowableOfType(SOAPFaultException.class, this::add))
                    .hasMessageContaining(FaultReply.REASON);
        } else {
            assertThat(text(add())).contains("AddResult>115.99<");
        }
    }

    @Test
    void everyDeviationWasRecordedAndEveryLineIsTested() {
        assertThat(DEVIATIONS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        replies().stream().map(Tolerance::name).toList());
        assertThat(ANSWERS.keySet()).containsAll(names(faults(), Tolerance::name));
        assertThat(ANSWERS.keySet()).containsAll(names(answers(), LiveTolerance::name));
        assertThat(ANSWERS.keySet())
                .isSubsetOf(Stream.of(
                                names(faults(), Tolerance::name),
                                names(answers(), LiveTolerance::name),
                                names(RecordedSessionTolerancesTest.faults(), Tolerance::name))
                        .flatMap(List::stream)
                        .toList());
    }

    private static <T> List<String> names(List<T> lines, Function<T, String> name) {
        return lines.stream().map(name).toList();
    }

    private void serve(Deviation deviation) {
        DeviatingService service = Call.deviating(PKI, deviation);
        server.createContext("/Calculator", exchange -> {
            HttpReply reply = service.answer(exchange.getRequestBody().readAllBytes());
            reply(exchange, reply.status(), reply.octets());
        });
    }

    private void answer(Function<Call, byte[]> answer) {
        server.createContext("/Calculator", exchange -> {
            Call call = Call.answered(PKI, exchange.getRequestBody().readAllBytes());
            reply(exchange, 200, answer.apply(call));
        });
    }

    private static void reply(HttpExchange exchange, int status, byte[] octets) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/soap+xml; charset=utf-8");
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    private Source add() {
        Dispatch<Source> port = Service.create(wsdl(), Adder.SERVICE)
                .createDispatch(Adder.PORT, Source.class, Service.Mode.PAYLOAD, Call.clientFeature(PKI));
        Map<String, Object> context = port.getRequestContext();
        context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address("/Calculator"));
        context.put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        context.put(BindingProvider.SOAPACTION_URI_PROPERTY, Call.ADD);
        return port.invoke(new StreamSource(
                new StringReader("<Add xmlns='" + Call.CONTRACT + "'><n1>100</n1><n2>15.99</n2></Add>")));
    }

    private static String text(Source source) throws TransformerException {
        var text = new StringWriter();
        TransformerFactory.newDefaultInstance().newTransformer().transform(source, new StreamResult(text));
        return text.toString();
    }

    private URL wsdl() {
        try {
            return URI.create(address("/Described?wsdl")).toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }
}

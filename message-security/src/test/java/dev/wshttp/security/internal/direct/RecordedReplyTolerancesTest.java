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
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.wss.VerifiedMessage;
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
import java.util.function.Function;
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

    private static final String CUSTOM_ACTION = "http://x/customAction";
    private static final SoapFault CUSTOM = SoapFault.sender("http://x", "Custom", "custom text");
    private static final Map<String, Function<Call, byte[]>> FAULTS = Map.of(
            "secured application fault (s:Sender prefix), Action soap/fault",
            call -> secured(call, Namespaces.FAULT_ACTION),
            "secured application fault, Action = own fault action",
            call -> secured(call, CUSTOM_ACTION),
            "UNsecured application fault",
            call -> CUSTOM.unsecured("urn:uuid:1"),
            "unsecured wsse:InvalidSecurity",
            call -> SoapFault.sender(Namespaces.SECURITY, "InvalidSecurity", "sec text")
                    .unsecured("urn:uuid:1"));

    private final HttpServer server = LoopbackServer.create();
    private final Endpoint endpoint = Endpoint.create(new Adder(), Call.Origin.OURS.serviceFeature(PKI));

    static List<Tolerance> replies() {
        return Tolerance.of("tolerance-mode1-WCF-client-of-service.txt");
    }

    static List<Tolerance> faults() {
        return Tolerance.of("tolerance-mode1-faults-to-WCF-client.txt");
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
        Deviation deviation = requireNonNull(ReplyDeviations.ALL.get(line.name()), line.name());
        answer(call -> deviation.making().octets(call.openedReply(), call));

        if (line.isAccepted()) {
            assertThat(text(add())).contains("AddResult>115.99<");
        } else {
            assertThat(refusal(this::add).fault()).isEqualTo(deviation.refusal().orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void givesRecordedReplyTheSameVerdict(Tolerance line) {
        Deviation deviation = requireNonNull(ReplyDeviations.ALL.get(line.name()), line.name());
        Call call = Call.recorded();
        byte[] reply = deviation.making().octets(call.openedReply(), call);

        if (line.isAccepted()) {
            assertThat(Serialized.of(call.clientAccepts(reply).envelope())).contains("AddResult>115.99<");
        } else {
            assertThat(call.clientRefuses(reply)).isEqualTo(deviation.refusal().orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void givesFaultToItsCallerAsWcfDoes(Tolerance line) {
        answer(requireNonNull(FAULTS.get(line.name()), line.name()));

        if (line.isGenuineFault()) {
            var fault =
                    catchThrowableOfType(SOAPFaultException.class, this::add).getFault();
            assertThat(fault.getFaultString()).isEqualTo("custom text");
            assertThat(fault.getFaultCodeAsQName()).isEqualTo(new QName(Namespaces.SOAP, "Sender"));
            assertThat(fault.getFaultSubcodes().next()).isEqualTo(new QName("http://x", "Custom"));
        } else {
            var refused = refusal(this::add);
            assertThat(refused.fault()).isEqualTo(SecurityFault.FAULT_NOT_SECURED);
            assertThat(refused).hasMessageContaining(line.verdict().contains("sec text") ? "sec text" : "custom text");
        }
    }

    @Test
    void everyDeviationWasRecordedAndEveryLineIsTested() {
        assertThat(ReplyDeviations.ALL.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        replies().stream().map(Tolerance::name).toList());
        assertThat(FAULTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        faults().stream().map(Tolerance::name).toList());
    }

    private static byte[] secured(Call call, String action) {
        VerifiedMessage request = call.serviceAccepts(call.request());
        var fault = new OutgoingMessage(
                Addressing.reply(action, request.addressing().messageId()), List.of(), CUSTOM);
        return call.sides().service().protect(fault, request).octets();
    }

    private void answer(Function<Call, byte[]> answer) {
        server.createContext("/Calculator", exchange -> {
            Call call = Call.answered(PKI, exchange.getRequestBody().readAllBytes());
            reply(exchange, answer.apply(call));
        });
    }

    private static void reply(HttpExchange exchange, byte[] octets) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/soap+xml; charset=utf-8");
        exchange.sendResponseHeaders(200, octets.length);
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

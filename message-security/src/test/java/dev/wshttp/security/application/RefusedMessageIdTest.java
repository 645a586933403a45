// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import dev.wshttp.security.internal.soap.SoapFault;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPBinding;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client without a log can tell all that it knows: its exception names the message that was refused, by the id under which the service's log has the reason,
 * be it a call, a leg of a negotiation or a request for a session.
 */
class RefusedMessageIdTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final QName NAME = new QName("urn:test:refusing", "Refusing");
    private static final Pattern ID = Pattern.compile("<a:MessageID[^>]*>([^<]*)<");

    private final HttpServer server = LoopbackServer.create();
    private final List<String> ids = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        server.createContext("/", exchange -> {
            var found = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            ids.add(found.find() ? found.group(1) : "none");
            byte[] fault = SoapFault.sender("urn:codes", "FailedAuthentication", "The reason.")
                    .unsecured(ids.get(0));
            exchange.getResponseHeaders().set("Content-Type", "application/soap+xml; charset=utf-8");
            exchange.sendResponseHeaders(500, fault.length);
            exchange.getResponseBody().write(fault);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, true", "true, false"})
    void isThatOfTheMessageOnTheWire(boolean negotiates, boolean hasSessions) {
        var client = client(WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .build());

        var refused = refusal(() -> client.invoke(Xml.source("<q xmlns='urn:q'/>")));

        assertThat(ids).hasSize(1);
        assertThat(refused.messageId()).contains(ids.get(0));
        assertThat(refused).hasMessageContaining(ids.get(0)).hasMessageContaining("The reason.");
    }

    private Dispatch<Source> client(WsHttpBinding binding) {
        Service service = Service.create(NAME);
        String address = "http://localhost:" + server.getAddress().getPort() + "/";
        service.addPort(NAME, SOAPBinding.SOAP12HTTP_BINDING, address);
        Dispatch<Source> client = service.createDispatch(
                NAME,
                Source.class,
                Service.Mode.PAYLOAD,
                MessageSecurityFeature.forClient(binding, new PkiCredentials(PKI).client(), Sides.CONTOSO));
        client.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        client.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, "urn:any");
        return client;
    }
}

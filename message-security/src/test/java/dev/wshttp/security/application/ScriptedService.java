// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlParser;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.Source;
import org.jspecify.annotations.Nullable;

/** A service in any mode that gives the answers of a script, as WCF's service gave them in the recordings. */
final class ScriptedService implements AutoCloseable {
    private static final QName NAME = new QName("urn:test:scripted", "Scripted");

    private final WsHttpBinding binding;
    private final PkiCredentials credentials;
    private final Conversation conversation;
    private final HttpServer server = LoopbackServer.create();
    private final List<String> actions = Collections.synchronizedList(new ArrayList<>());
    private volatile Addressing last = new Addressing(null, null, null, null, null, null);
    private volatile Answer next = Answer.empty(202);

    ScriptedService(TestPki pki, WsHttpBinding binding) {
        this.binding = binding;
        this.credentials = new PkiCredentials(pki);
        this.conversation =
                Conversation.between(binding, credentials.client(), credentials.service(), Clock.systemUTC());
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * What the service says to a call.
     *
     * @param action of a secured answer; empty for one without security
     * @param body of the answer; null for none
     */
    record Answer(int status, String action, @Nullable String body) {
        static Answer empty(int status) {
            return new Answer(status, "", null);
        }

        static Answer secured(int status, String action, String body) {
            return new Answer(status, action, body);
        }
    }

    void answer(Answer answer) {
        next = answer;
    }

    /** The actions of all secured requests, in their order. */
    List<String> actions() {
        return List.copyOf(actions);
    }

    /** The addressing of the last secured request. */
    Addressing lastAddressing() {
        return last;
    }

    Dispatch<Source> client(String action) {
        Service service = Service.create(NAME);
        service.addPort(NAME, SOAPBinding.SOAP12HTTP_BINDING, address());
        Dispatch<Source> client = service.createDispatch(NAME, Source.class, Service.Mode.PAYLOAD, clientFeature());
        client.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        client.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, action);
        return client;
    }

    MessageSecurityFeature clientFeature() {
        return MessageSecurityFeature.forClient(binding, credentials.client(), Sides.CONTOSO);
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ReceivedMessage request =
                    conversation.engine().read(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (NegotiationService.isLeg(request)) {
                send(
                        exchange,
                        200,
                        UnsecuredEnvelope.write(conversation.negotiation().answer(request)));
                return;
            }
            SecuredRequest secured = conversation.verify(request);
            last = secured.message().addressing();
            actions.add(String.valueOf(secured.message().addressing().action()));
            if (secured.answer().isPresent()) {
                OutgoingMessage answer = secured.answer().get().get().message();
                send(exchange, 200, secured.protector().protect(answer).octets());
            } else {
                answer(exchange, secured, next);
            }
        } catch (RuntimeException refused) {
            send(
                    exchange,
                    500,
                    SoapFault.sender("urn:test", "Refused", String.valueOf(refused))
                            .unsecured(null));
        }
    }

    private static void answer(HttpExchange exchange, SecuredRequest request, Answer answer) throws IOException {
        @Nullable String id = request.message().addressing().messageId();
        if (answer.body == null) {
            exchange.sendResponseHeaders(answer.status, -1);
        } else if (answer.action.isEmpty()) {
            send(exchange, answer.status, answer.body.getBytes(UTF_8));
        } else {
            var reply = new OutgoingMessage(Addressing.reply(answer.action, id), List.of(), element(answer.body));
            send(exchange, answer.status, request.protector().protect(reply).octets());
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] octets) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/soap+xml; charset=utf-8");
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
    }

    static XmlElement element(String text) {
        try {
            return new XmlParser(1_000).parse(text.getBytes(UTF_8));
        } catch (XMLStreamException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }

    /** The first element in the body of an envelope, and its action. */
    static Answer recorded(int status, XmlElement envelope) {
        var soap = envelope.namespace();
        XmlElement header = envelope.element(soap, "Header").orElseThrow();
        String action = header.elements().stream()
                .filter(block -> block.localName().equals("Action"))
                .map(XmlElement::text)
                .findFirst()
                .orElseThrow();
        Optional<XmlElement> body =
                envelope.element(soap, "Body").orElseThrow().elements().stream().findFirst();
        return secured(
                status, action, new String(dev.wshttp.security.internal.xml.XmlOctets.of(body.orElseThrow()), UTF_8));
    }

    private static Answer secured(int status, String action, String body) {
        return Answer.secured(status, action, body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

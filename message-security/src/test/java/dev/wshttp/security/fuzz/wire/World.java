// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import static java.util.Objects.requireNonNullElse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.fuzz.mutation.WireMessage;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;

/** A service in one mode, its clients, and the network between them, which an attacker may own. Time passes only when told. */
final class World implements AutoCloseable {
    private static final int LONGEST_ANSWER_MILLIS = 20_000;
    private static final QName SERVICE = new QName(Desk.NAMESPACE, "DeskService");
    private static final String PLACE = "{seen}";
    private static final QName PORT = new QName(Desk.NAMESPACE, "DeskPort");

    private final Mode mode;
    private final TestPki pki = new TestPki();
    private final AdjustableClock clock = new AdjustableClock(pki.now());
    private final Witness witness = new Witness();
    private final HttpServer server = LoopbackServer.create();
    private final HttpServer relay = LoopbackServer.create();
    private final Endpoint endpoint;
    private final Service service;
    private final Map<String, String> replies = new HashMap<>();
    private volatile Network network = this::send;

    /** Decides what a client's request is answered with. */
    interface Network {
        Answer answer(WireMessage request);
    }

    World(Mode mode) {
        this.mode = mode;
        this.endpoint = Endpoint.create(
                new Desk(witness),
                MessageSecurityFeature.forService(
                                mode.binding(), ServiceCredentials.of(credential(pki.service()), trust()))
                        .withClock(clock));
        endpoint.getBinding().setHandlerChain(List.of(witness));
        endpoint.publish(server.createContext("/Desk"));
        server.start();
        relay.createContext("/Relay", this::relay);
        relay.start();
        this.service = Service.create(wsdl(), SERVICE);
    }

    /** A client that has not called yet. */
    FuzzClient client() {
        return client(pki.client());
    }

    /** Another client of the same service, with a certificate of its own. */
    FuzzClient otherClient() {
        return client(pki.revoked(TestPki.Role.CLIENT)); // this service has no revocation list
    }

    private FuzzClient client(TestCredential own) {
        var credentials = ClientCredentials.of(credential(own), trust())
                .withServiceCertificate(pki.service().certificate());
        var feature = MessageSecurityFeature.forClient(mode.binding(), credentials, Sides.CONTOSO)
                .withAddress(address(server, "/Desk"))
                .withClock(clock);
        return new FuzzClient(
                service.createDispatch(PORT, Source.class, Service.Mode.PAYLOAD, feature), address(relay, "/Relay"));
    }

    /** Gives the network to an attacker. */
    void network(Network owner) {
        network = owner;
    }

    /** Gives the network back: it passes everything on. */
    void peace() {
        network = this::send;
    }

    /** What the body of the reply to a call says: what it said before, in an exchange that was left alone, with what the operation saw replaced. */
    String replyTo(Call call) {
        return replies.computeIfAbsent(call.action(), this::replyInPeace).replace(PLACE, call.seenOf(callerName()));
    }

    private String replyInPeace(String action) {
        Network owner = network;
        peace();
        var call = new Call(action, "peace", 1);
        FuzzClient client = client();
        try {
            client.make(call);
        } catch (SOAPFaultException refused) {
            // That is what it is for; what it says is compared as any other reply.
        }
        network = owner;
        witness.sightings();
        return client.received().body().get(0).replace(call.seenOf(callerName()), PLACE);
    }

    /** What the application calls the client. */
    String callerName() {
        return new X509Identity(pki.client().certificate()).getName();
    }

    Witness witness() {
        return witness;
    }

    /** Lets time pass. */
    void advance(Duration time) {
        clock.advance(time);
    }

    /** Whether the certificates are about to end. */
    boolean isOld() {
        return clock.instant().isAfter(pki.now().plus(Duration.ofHours(20)));
    }

    /** Sends a message to the service, past the owner of the network. */
    Answer send(WireMessage message) {
        try {
            var connection =
                    (HttpURLConnection) address(server, "/Desk").toURL().openConnection();
            connection.setConnectTimeout(LONGEST_ANSWER_MILLIS);
            connection.setReadTimeout(LONGEST_ANSWER_MILLIS);
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", message.contentType());
            connection.setFixedLengthStreamingMode(message.octets().length);
            connection.getOutputStream().write(message.octets());
            int status = connection.getResponseCode();
            String contentType = requireNonNullElse(connection.getContentType(), "");
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(
                        status, new WireMessage(contentType, body == null ? new byte[0] : body.readAllBytes()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] octets = exchange.getRequestBody().readAllBytes();
            String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
            Answer answer = network.answer(new WireMessage(contentType, octets));
            byte[] body = answer.message().octets();
            if (!answer.message().contentType().isEmpty()) {
                exchange.getResponseHeaders()
                        .set("Content-Type", answer.message().contentType());
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        endpoint.stop();
        server.stop(0);
        relay.stop(0);
    }

    private static URI address(HttpServer server, String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private java.net.URL wsdl() {
        try {
            return URI.create(address(server, "/Desk") + "?wsdl").toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private CertificateTrust trust() {
        return CertificateTrust.chain(List.of(pki.authorityCertificate()));
    }

    private static X509Credential credential(TestCredential made) {
        return X509Credential.of(made.key(), made.chain());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.message.Headers;
import com.sun.xml.ws.developer.WSBindingProvider;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.slf4j.LoggerFactory;

/** A service and a client of the RI in one mode, and between them an attacker who sees, keeps and changes all octets. */
final class Wire implements AutoCloseable {
    static final String APPLICATION = "urn:test:application";
    static final String CONTENT_TYPE = "application/soap+xml; charset=utf-8";

    private static final QName SERVICE = new QName(Desk.NAMESPACE, "DeskService");
    private static final QName PORT = new QName(Desk.NAMESPACE, "DeskPort");
    private static final int THREADS = 16;
    private static final int CONNECTIONS = 12;
    private static final int REFUSALS_THAT_LEAVE_A_SECRET_USABLE = 7;

    final Mode mode;
    final AdjustableClock clock;
    final Desk desk = new Desk();
    private final PkiCredentials credentials;
    private final HttpServer server = LoopbackServer.create();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Endpoint endpoint;
    private final Service client;
    private final Relay relay;
    private final List<Closeable> ports = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger =
            (Logger) LoggerFactory.getLogger("dev.wshttp.security.internal.jaxws.ServiceSecurityTube");

    @SuppressWarnings("NullAway.Init")
    private Dispatch<Source> port;

    Wire(Mode mode, TestPki pki) {
        this.mode = mode;
        this.clock = new AdjustableClock(pki.now());
        this.credentials = new PkiCredentials(pki);
        server.setExecutor(threads);
        endpoint = Endpoint.create(
                desk,
                MessageSecurityFeature.forService(mode.binding(), credentials.service())
                        .withClock(clock));
        endpoint.publish(server.createContext("/Desk"));
        server.start();
        client = client();
        relay = new Relay(address(), http);
        log.start();
        logger.addAppender(log);
        changePort();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/Desk");
    }

    // The owner

    /** The owner's client with a new port: in session mode, with a session of its own. */
    Dispatch<Source> newPort() {
        var feature = MessageSecurityFeature.forClient(mode.binding(), credentials.client(), Sides.CONTOSO)
                .withClock(clock);
        Dispatch<Source> made = client.createDispatch(PORT, Source.class, Service.Mode.PAYLOAD, feature);
        made.getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, relay.address().toString());
        made.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        made.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, Desk.ORDER);
        ((WSBindingProvider) made).setOutboundHeaders(Headers.create(new QName(APPLICATION, "DryRun"), "true"));
        ports.add((Closeable) made);
        return made;
    }

    /** What all ports are made of: reading the WSDL costs more than a call. */
    private Service client() {
        try {
            return Service.create(URI.create(address() + "?wsdl").toURL(), SERVICE);
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Lets the owner's port send another header in the place of its own. */
    void send(String header) {
        try {
            var reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(header));
            reader.nextTag();
            ((WSBindingProvider) port).setOutboundHeaders(Headers.create(SOAPVersion.SOAP_12, reader));
        } catch (XMLStreamException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /** One call of the owner; returns what the service saw, as the client tells it. */
    String call() {
        return call("order of 1,000");
    }

    /** One call of the owner with an argument. */
    String call(String item) {
        return call(port, "<d:order xmlns:d='" + Desk.NAMESPACE + "'><item>" + item + "</item></d:order>");
    }

    /** One call of the owner with a whole payload. */
    static String call(Dispatch<Source> port, String payload) {
        var text = new StringWriter();
        try {
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(port.invoke(new StreamSource(new StringReader(payload))), new StreamResult(text));
        } catch (TransformerException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    Dispatch<Source> port() {
        return port;
    }

    /** Lets the owner go on with another port, which has a key of its own in every mode. */
    final void changePort() {
        port = newPort();
        call();
        desk.seen.clear();
    }

    /** Ends the owner's port: a session is cancelled. */
    void closePort() {
        try {
            ((Closeable) port).close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Lets so much time pass that no timestamp of before is believed, while the owner keeps his session. */
    void letMessagesGrowOld() {
        clock.advance(Duration.ofMinutes(6));
        call();
        clock.advance(Duration.ofMinutes(6));
    }

    // The attacker

    /** A genuine request that was delivered. */
    byte[] recorded() {
        var found = new AtomicReference<byte[]>();
        relay.requests = octets -> {
            found.set(isCall(octets) ? octets : found.get());
            return octets;
        };
        call();
        relay.requests = octets -> octets;
        return requireNonNull(found.get());
    }

    /** A genuine request that was kept from the service. */
    byte[] intercepted() {
        return intercepted("order of 1,000");
    }

    /** A genuine request with an argument that was kept from the service. */
    byte[] intercepted(String item) {
        return intercepted(port, "<d:order xmlns:d='" + Desk.NAMESPACE + "'><item>" + item + "</item></d:order>");
    }

    /** A genuine request with a payload that was kept from the service. */
    byte[] intercepted(Dispatch<Source> from, String payload) {
        return intercepted(Wire::isCall, () -> call(from, payload));
    }

    /** The first message of a kind that an action of the owner sends; it is kept from the service. */
    byte[] intercepted(java.util.function.Predicate<byte[]> kind, Runnable action) {
        var found = new AtomicReference<byte[]>();
        relay.requests = octets -> {
            if (!kind.test(octets)) {
                return octets;
            }
            found.compareAndSet(null, octets);
            return null;
        };
        try {
            action.run();
        } catch (RuntimeException expected) {
            // The client gets no answer.
        }
        relay.requests = octets -> octets;
        return requireNonNull(found.get());
    }

    /** Changes or keeps all requests from now on. */
    void watch(Relay.Change change) {
        relay.requests = change;
    }

    /** Changes the requests that are calls from now on. */
    void changeRequests(UnaryOperator<byte[]> change) {
        relay.requests = octets -> isCall(octets) ? change.apply(octets) : octets;
    }

    /** Changes the replies to calls from now on. */
    void changeReplies(UnaryOperator<byte[]> change) {
        relay.replies = (request, reply) -> isCall(request) ? change.apply(reply) : reply;
    }

    /**
     * Requires that the service refuses a request after each of many changes, and that the genuine one, which comes last, is accepted. There are
     * few refusals under each secret, so that a message is refused for what was done to it.
     */
    void requireRefused(Map<String, ? extends Consumer<Forgery>> changes) {
        var open = new ArrayDeque<>(changes.entrySet());
        while (!open.isEmpty()) {
            changePort();
            byte[] genuine = intercepted();
            for (int i = 0; i < REFUSALS_THAT_LEAVE_A_SECRET_USABLE && !open.isEmpty(); i++) {
                var attack = open.remove();
                Answer answer = post(changed(genuine, attack.getValue()));
                assertThat(answer.status()).as(attack.getKey()).isIn(400, 413, 500);
                assertThat(desk.seen).as(attack.getKey()).isEmpty();
            }
            assertThat(post(genuine).status()).as("the genuine one").isEqualTo(200);
        }
    }

    /** Sends octets to the service. */
    Answer post(byte[] octets) {
        var request = HttpRequest.newBuilder(address())
                .header("Content-Type", CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(octets))
                .build();
        long start = System.nanoTime();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            long end = System.nanoTime();
            return new Answer(response.statusCode(), response.body(), Duration.ofNanos(end - start), end);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Sends messages on several connections, as many at a time as an attacker may have without keeping all threads of the server. */
    List<Answer> postAll(List<byte[]> messages) {
        var connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            var answers = new ArrayList<Answer>();
            for (var answer : connections.invokeAll(messages.stream()
                    .<Callable<Answer>>map(octets -> () -> post(octets))
                    .toList())) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        } finally {
            connections.shutdownNow();
        }
    }

    /** The same octets after a change to their elements. */
    static byte[] changed(byte[] octets, Consumer<Forgery> change) {
        Forgery forgery = Forgery.intercepted(octets);
        change.accept(forgery);
        return forgery.octets();
    }

    /** Why the service refused the last message, by its log. */
    String lastRefusal() {
        List<String> all = refusals();
        return all.get(all.size() - 1);
    }

    /** Why the service refused messages, by its log: the names of the faults. */
    List<String> refusals() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("Refused message"))
                .map(line -> line.replaceFirst("Refused message .*?: ([A-Z_]+)(:.*|$)", "$1"))
                .toList();
    }

    static boolean isCall(byte[] octets) {
        return hasAction(octets, Desk.ORDER);
    }

    private static boolean hasAction(byte[] octets, String action) {
        return new String(octets, UTF_8).contains(">" + action + "<");
    }

    @Override
    public void close() {
        for (Closeable each : ports) {
            try {
                each.close();
            } catch (IOException | RuntimeException gone) {
                // Some attacks leave a port without its session.
            }
        }
        logger.detachAppender(log);
        relay.close();
        endpoint.stop();
        server.stop(0);
        threads.shutdownNow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.attacks.Mode;
import dev.wshttp.security.attacks.Relay;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.xml.namespace.QName;
import org.slf4j.LoggerFactory;

/** The service of the vault in one mode, a client of it, and someone between them who reads and changes messages. */
final class VaultSite implements AutoCloseable {
    final VaultEndpoint vault = new VaultEndpoint();
    final AtomicReference<String> request = new AtomicReference<>("");
    final AtomicReference<String> reply = new AtomicReference<>("");
    private final HttpServer server = LoopbackServer.create();
    private final Endpoint endpoint;
    private final Relay relay;
    private final Mode mode;
    private final PkiCredentials credentials;
    private final List<Object> ports = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger =
            (Logger) LoggerFactory.getLogger("dev.wshttp.security.internal.jaxws.ServiceSecurityTube");

    VaultSite(Mode mode, TestPki pki) {
        this(mode, pki, feature -> feature);
    }

    VaultSite(Mode mode, TestPki pki, UnaryOperator<MessageSecurityFeature> ofService) {
        this.mode = mode;
        this.credentials = new PkiCredentials(pki);
        endpoint = Endpoint.create(
                vault,
                ofService.apply(MessageSecurityFeature.forService(mode.binding(), credentials.service())
                        .withEngine(MessageEngine.OCTETS)));
        endpoint.publish(server.createContext("/Vault"));
        server.start();
        relay = new Relay(address(), HttpClient.newHttpClient());
        pass();
        log.start();
        logger.addAppender(log);
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/Vault");
    }

    URI wsdl() {
        return URI.create(address() + "?wsdl");
    }

    Vault client() {
        return client(feature -> feature);
    }

    Vault client(UnaryOperator<MessageSecurityFeature> ofClient) {
        try {
            var feature = MessageSecurityFeature.forClient(mode.binding(), credentials.client(), Sides.CONTOSO)
                    .withEngine(MessageEngine.OCTETS);
            Vault port = Service.create(wsdl().toURL(), new QName(Vault.NAMESPACE, "VaultService"))
                    .getPort(Vault.class, ofClient.apply(feature));
            ((BindingProvider) port)
                    .getRequestContext()
                    .put(
                            BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                            relay.address().toString());
            ports.add(port);
            return port;
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Passes messages on as they are. */
    void pass() {
        change(octets -> octets, octets -> octets);
    }

    void changeRequest(Consumer<Forgery> change) {
        change(octets -> forged(octets, change), octets -> octets);
    }

    void changeReply(Consumer<Forgery> change) {
        change(octets -> octets, octets -> forged(octets, change));
    }

    private static byte[] forged(byte[] octets, Consumer<Forgery> change) {
        Forgery forgery = Forgery.intercepted(octets);
        change.accept(forgery);
        return forgery.octets();
    }

    private void change(UnaryOperator<byte[]> requests, UnaryOperator<byte[]> replies) {
        relay.requests = octets -> {
            if (!isCall(octets)) {
                return octets;
            }
            byte[] changed = requests.apply(octets);
            request.set(new String(changed, UTF_8));
            return changed;
        };
        relay.replies = (asked, octets) -> {
            if (!isCall(asked)) {
                return octets;
            }
            byte[] changed = octets.length == 0 ? octets : replies.apply(octets);
            reply.set(new String(changed, UTF_8));
            return changed;
        };
    }

    private static boolean isCall(byte[] octets) {
        return new String(octets, UTF_8).contains(">" + Vault.NAMESPACE + ":");
    }

    /** Why the service refused the last message, by its log. */
    String lastRefusal() {
        List<String> refusals = List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("Refused message"))
                .map(line -> line.replaceFirst("Refused message .*?: ([A-Z_]+)(:.*|$)", "$1"))
                .toList();
        return refusals.isEmpty() ? "" : refusals.get(refusals.size() - 1);
    }

    @Override
    public void close() {
        pass();
        for (Object port : ports) {
            try {
                ((Closeable) port).close();
            } catch (IOException | RuntimeException gone) {
                // Some attacks leave a port without its session.
            }
        }
        logger.detachAppender(log);
        relay.close();
        endpoint.stop();
        server.stop(0);
    }
}

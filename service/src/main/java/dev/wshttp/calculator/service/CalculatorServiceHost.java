// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves the calculator on an HTTP server of its own, from {@link #open} to {@link #close}. Safe for use by several threads.
 *
 * <p>Listens on the given host only, with a bounded number of connections, exchanges and calls; the binding bounds the size of a message. A peer
 * that sends or reads slowly keeps a place of {@link Places}, but no thread that processes calls.
 */
public final class CalculatorServiceHost implements AutoCloseable {
    private static final Duration LONGEST_WAIT_FOR_RUNNING_CALLS = Duration.ofSeconds(5);
    // How many connections the system keeps until they are accepted. With the default, 50, a burst of connections would
    // delay a client by seconds.
    private static final int BACKLOG = 1_024;
    private static final int PLACES = 512;

    private final HttpServer server;
    private final Places places;
    private final Admission admission;
    private final Turns turns;
    private final URI address;
    private final Endpoint endpoint;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CalculatorServiceHost(
            HttpServer server, Places places, Admission admission, Turns turns, URI address, Endpoint endpoint) {
        this.server = server;
        this.places = places;
        this.admission = admission;
        this.turns = turns;
        this.address = address;
        this.endpoint = endpoint;
    }

    /**
     * Starts serving with the default options. Throws what {@link #open(MessageSecurityFeature, URI, HostOptions)} throws.
     *
     * @param security secures the endpoint
     * @param listenOn host, port and path to listen on
     */
    public static CalculatorServiceHost open(MessageSecurityFeature security, URI listenOn) throws IOException {
        return open(security, listenOn, HostOptions.DEFAULT);
    }

    /**
     * Starts serving. The service accepts calls when this method returns.
     *
     * @param security secures the endpoint; its logical address, or else {@code listenOn}, is what clients send to
     * @param listenOn host, port and path to listen on; port 0 takes any free port, which then becomes that of the address too
     * @param options bounds and pages
     * @throws IOException if the host is not one of this machine, or the port is taken
     * @throws jakarta.xml.ws.WebServiceException if the feature does not fit the endpoint
     */
    public static CalculatorServiceHost open(MessageSecurityFeature security, URI listenOn, HostOptions options)
            throws IOException {
        JdkSettings.apply();
        HttpServer server = HttpServer.create(socketAddress(HttpAddress.of(listenOn)), BACKLOG);
        var overload = new OverloadLog();
        var places = new Places(PLACES, overload);
        try {
            return start(server, places, overload, security, listenOn, options);
        } catch (RuntimeException refused) {
            server.stop(0);
            places.close();
            throw refused;
        }
    }

    private static CalculatorServiceHost start(
            HttpServer server,
            Places places,
            OverloadLog overload,
            MessageSecurityFeature security,
            URI listenOn,
            HostOptions options) {
        URI address = actualAddress(security.address().orElse(listenOn), listenOn, server);
        var path = EndpointPath.of(HttpAddress.of(listenOn));
        HttpContext context = path.addTo(server);
        var endpoint = Endpoint.create(new CalculatorEndpoint(), security.withAddress(address));
        endpoint.publish(context);
        MessageSecurity.requireSecured(endpoint); // while the server is not started yet
        var admission = new Admission(options.requestsPerAddress(), overload);
        var turns = new Turns(options.threads());
        var gate = new RequestGate(path, options.descriptions(), page(security, address, options));
        var wholeRequests =
                new WholeRequests(context, path, security.binding().maxReceivedMessageBytes(), turns, places, overload);
        List<Filter> filters = List.of(admission, gate, wholeRequests);
        context.getFilters().addAll(filters);
        path.addOtherSpellings(server, context, filters);
        options.healthPage().addTo(server);
        server.setExecutor(places);
        server.start();
        return new CalculatorServiceHost(server, places, admission, turns, address, endpoint);
    }

    private static ServicePage page(MessageSecurityFeature security, URI address, HostOptions options) {
        return ServicePage.of(
                (MessageSecurityFeature.Service) security.side(), security.binding(), address, options.descriptions());
    }

    /** Returns the address that clients send to, with the real port. */
    public URI address() {
        return address;
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns the number of calls that are being read, processed or answered now. */
    int runningCalls() {
        return admission.present();
    }

    /** Returns the number of connections that have a thread now. */
    int takenPlaces() {
        return places.taken();
    }

    /** Returns the number of calls that are being processed now. */
    int takenTurns() {
        return turns.taken();
    }

    /** Stops accepting calls, waits a few seconds for those that run, and ends all threads. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // Without a running call the server would still wait for the whole time.
        server.stop(runningCalls() == 0 ? 0 : (int) LONGEST_WAIT_FOR_RUNNING_CALLS.toSeconds());
        endpoint.stop();
        places.close();
    }

    private static InetSocketAddress socketAddress(HttpAddress listenOn) throws UnknownHostException {
        String host = listenOn.host();
        boolean literal = host.startsWith("[") && host.endsWith("]");
        var address = new InetSocketAddress(literal ? host.substring(1, host.length() - 1) : host, listenOn.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        return address;
    }

    private static URI actualAddress(URI address, URI listenOn, HttpServer server) {
        return HttpAddress.of(listenOn).port() != 0
                ? address
                : HttpAddress.of(address)
                        .withPort(server.getAddress().getPort())
                        .uri();
    }
}

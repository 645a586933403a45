// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the calculator on an HTTP server of its own, from {@link #open} to {@link #close}. Safe for use by several threads.
 *
 * <p>Listens on the given host only, with a bounded number of threads and connections; the binding bounds the size of a message.
 */
public final class CalculatorServiceHost implements AutoCloseable {
    private static final Duration LONGEST_WAIT_FOR_RUNNING_CALLS = Duration.ofSeconds(5);
    private static final int DEFAULT_HTTP_PORT = 80;
    private static final int SYSTEM_BACKLOG = 0;

    private final HttpServer server;
    private final ExecutorService threads;
    private final RequestGate gate;
    private final URI address;
    private final Endpoint endpoint;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CalculatorServiceHost(
            HttpServer server, ExecutorService threads, RequestGate gate, URI address, Endpoint endpoint) {
        this.server = server;
        this.threads = threads;
        this.gate = gate;
        this.address = address;
        this.endpoint = endpoint;
    }

    /**
     * Starts to serve with the default options. Errors as {@link #open(MessageSecurityFeature, URI, HostOptions)}.
     *
     * @param security secures the endpoint
     * @param listenOn host, port and path to listen on
     */
    public static CalculatorServiceHost open(MessageSecurityFeature security, URI listenOn) throws IOException {
        return open(security, listenOn, HostOptions.DEFAULT);
    }

    /**
     * Starts to serve; calls are accepted when this method returns.
     *
     * @param security secures the endpoint; its logical address, or else {@code listenOn}, is what clients send to
     * @param listenOn host, port and path to listen on; port 0 takes any free port, which then becomes that of the address too
     * @param options threads and pages
     * @throws IOException if the host is not one of this machine, or the port is taken
     * @throws jakarta.xml.ws.WebServiceException if the feature does not fit the endpoint
     */
    public static CalculatorServiceHost open(MessageSecurityFeature security, URI listenOn, HostOptions options)
            throws IOException {
        JdkSettings.apply();
        HttpServer server = HttpServer.create(socketAddress(listenOn), SYSTEM_BACKLOG);
        ExecutorService threads = Executors.newFixedThreadPool(options.threads(), threadNames());
        try {
            return start(server, threads, security, listenOn, options);
        } catch (RuntimeException refused) {
            server.stop(0);
            threads.shutdownNow();
            throw refused;
        }
    }

    private static CalculatorServiceHost start(
            HttpServer server,
            ExecutorService threads,
            MessageSecurityFeature security,
            URI listenOn,
            HostOptions options) {
        URI address = actualAddress(security.address().orElse(listenOn), listenOn, server);
        String path = listenOn.getPath().isEmpty() ? "/" : listenOn.getPath();
        HttpContext context = server.createContext(path);
        var endpoint = Endpoint.create(new CalculatorEndpoint(), security.withAddress(address));
        endpoint.publish(context);
        MessageSecurity.requireSecured(endpoint); // while the server is not started yet
        var gate = new RequestGate(path, options.descriptions(), page(security, address, options));
        context.getFilters().add(gate);
        options.healthPage().addTo(server);
        server.setExecutor(threads);
        server.start();
        return new CalculatorServiceHost(server, threads, gate, address, endpoint);
    }

    private static ServicePage page(MessageSecurityFeature security, URI address, HostOptions options) {
        return ServicePage.of(
                (MessageSecurityFeature.Service) security.side(), security.binding(), address, options.descriptions());
    }

    /** The address that clients send to, with the real port. */
    public URI address() {
        return address;
    }

    /** The port that the server listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The number of calls that are being served now. */
    int runningCalls() {
        return gate.running();
    }

    /** Stops to accept calls, waits a few seconds for those that run, and ends all threads. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // The server would wait the whole time when no call runs that could end.
        server.stop(runningCalls() == 0 ? 0 : (int) LONGEST_WAIT_FOR_RUNNING_CALLS.toSeconds());
        endpoint.stop();
        threads.shutdownNow();
    }

    private static InetSocketAddress socketAddress(URI listenOn) throws UnknownHostException {
        String host = listenOn.getHost();
        boolean literal = host.startsWith("[") && host.endsWith("]");
        int port = listenOn.getPort() < 0 ? DEFAULT_HTTP_PORT : listenOn.getPort();
        var address = new InetSocketAddress(literal ? host.substring(1, host.length() - 1) : host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        return address;
    }

    private static URI actualAddress(URI address, URI listenOn, HttpServer server) {
        if (listenOn.getPort() != 0) {
            return address;
        }
        String host = address.getHost();
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + address.getRawPath());
    }

    private static ThreadFactory threadNames() {
        var number = new AtomicInteger();
        return task -> new Thread(task, "calculator-" + number.incrementAndGet());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.servlet.CallScheduler;
import dev.wshttp.security.servlet.MessageSecurityServlet;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the calculator on an HTTP server of its own, from {@link #open} to {@link #close}. Safe for use by several threads.
 *
 * <p>Listens on the given host only, with a bounded number of connections, requests and calls; the binding bounds the size of a message. A peer
 * that sends or reads slowly keeps no thread, and its connection until others need it.
 */
public final class CalculatorServiceHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CalculatorServiceHost.class);
    private static final Duration LONGEST_WAIT_FOR_RUNNING_CALLS = Duration.ofSeconds(5);
    private static final long SWEEP_SECONDS = 1;
    // Bounds the memory for requests: as many of the largest messages.
    private static final int REQUESTS = 512;

    private final ServerConnector connector;
    private final Readiness readiness;
    private final Peers peers;
    private final Turns turns;
    private final URI address;
    private final int port;
    private final Optional<MetricsServer> metrics;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CalculatorServiceHost(
            ServerConnector connector,
            Readiness readiness,
            Peers peers,
            Turns turns,
            URI address,
            Optional<MetricsServer> metrics) {
        this.connector = connector;
        this.readiness = readiness;
        this.metrics = metrics;
        this.peers = peers;
        this.turns = turns;
        this.address = address;
        this.port = connector.getLocalPort();
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
     * @throws CannotListenException if the host of the metrics is not one of this machine, or their port is taken
     * @throws IOException if the host is not one of this machine, or the port is taken
     * @throws jakarta.xml.ws.WebServiceException if the feature does not fit the endpoint
     */
    public static CalculatorServiceHost open(MessageSecurityFeature security, URI listenOn, HostOptions options)
            throws IOException {
        JdkSettings.apply();
        var overload = new OverloadLog();
        var limits = new PeerLimits(
                options.connections(), options.connectionsPerAddress(), REQUESTS, options.requestsPerAddress());
        var peers = new Peers(limits, System::nanoTime, overload);
        var turns = new Turns(options.threads(), System::nanoTime, overload);
        ServerConnector connector = listening(HttpAddress.of(listenOn), options, peers);
        Optional<MetricsServer> metrics = Optional.empty();
        try {
            metrics = metrics(options);
            return serving(security, listenOn, options, peers, turns, connector, metrics);
        } catch (IOException | RuntimeException refused) {
            stop(connector, metrics);
            throw refused;
        }
    }

    private static CalculatorServiceHost serving(
            MessageSecurityFeature security,
            URI listenOn,
            HostOptions options,
            Peers peers,
            Turns turns,
            ServerConnector connector,
            Optional<MetricsServer> metrics) {
        URI address = actualAddress(security.address().orElse(listenOn), listenOn, connector);
        var observed = metrics.map(server -> security.withListener(server.listener()))
                .orElse(security)
                .withAddress(address);
        var servlet = MessageSecurityServlet.builder(new CalculatorEndpoint(), observed)
                .describedBy(options.descriptions())
                .behindProxies(options.proxies())
                .scheduler(scheduler(peers, turns, connector))
                .build();
        var readiness = new Readiness(observed);
        var gate = new EndpointGate(
                HttpAddress.of(listenOn).rawPath(),
                peers,
                new HealthPages(options.healthPage(), readiness),
                context(servlet));
        var host = new CalculatorServiceHost(connector, readiness, peers, turns, address, metrics);
        host.start(gate);
        return host;
    }

    private static Optional<MetricsServer> metrics(HostOptions options) throws IOException {
        return options.metricsListenOn().isEmpty()
                ? Optional.empty()
                : Optional.of(MetricsServer.open(options.metricsListenOn().get()));
    }

    private static ServerConnector listening(HttpAddress listenOn, HostOptions options, Peers peers)
            throws IOException {
        try {
            return JettyServer.listening(socketAddress(listenOn), options.threads(), peers);
        } catch (IOException refused) {
            // Jetty names the address again; what the system says is the cause.
            throw refused.getCause() instanceof BindException reason ? reason : refused;
        }
    }

    private static ServletContextHandler context(MessageSecurityServlet servlet) {
        var holder = new ServletHolder("calculator", servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(0); // at the start, so that a bad setting ends it
        var context = new ServletContextHandler("/");
        context.setErrorHandler(JettyServer.NO_ERROR_PAGES);
        context.addServlet(holder, "/*");
        return context;
    }

    private static CallScheduler scheduler(Peers peers, Turns turns, ServerConnector connector) {
        return (request, from, call, refusal) -> {
            var peer = (Peer) Objects.requireNonNull(request.getAttribute(Peer.class.getName()));
            long number = peers.read(peer);
            turns.run(
                    Origin.of(from),
                    () -> {
                        call.run();
                        peers.made(peer, number);
                    },
                    refusal,
                    connector.getServer().getThreadPool());
        };
    }

    private void start(EndpointGate gate) {
        try {
            connector.getServer().setHandler(gate);
            connector.getServer().start();
            metrics.ifPresent(server -> server.watch(this));
            sweepLater();
        } catch (Exception failed) {
            throw reason(failed);
        }
    }

    private static RuntimeException reason(Throwable failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof MessageSecurityException || each instanceof WebServiceException) {
                return (RuntimeException) each;
            }
        }
        return new IllegalStateException("The HTTP server cannot start", failed);
    }

    private void sweepLater() {
        if (!closed.get()) {
            connector.getScheduler().schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void sweep() {
        try {
            peers.closeTooSlow();
            turns.refuseTooLate();
        } finally {
            sweepLater();
        }
    }

    /** Returns the address that clients send to, with the real port. */
    public URI address() {
        return address;
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return port;
    }

    /** Returns where the metrics are served, with the real port; empty if they are off. */
    Optional<URI> metricsAddress() {
        return metrics.map(MetricsServer::address);
    }

    /** Returns the number of calls that are being read, processed or answered now. */
    int runningCalls() {
        return peers.requests();
    }

    /** Returns the number of open connections. */
    int connections() {
        return peers.connections();
    }

    /** Returns the number of calls that are being processed now. */
    int takenTurns() {
        return turns.taken();
    }

    /** Returns the number of calls that wait until others have been processed. */
    int waitingForTurn() {
        return turns.waiting();
    }

    /**
     * Stops accepting connections, answers the calls that run and those that arrive meanwhile on open connections, and ends all threads. Waits a few
     * seconds at most. Does nothing the second time.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        readiness.stop();
        connector.close();
        peers.drain(LONGEST_WAIT_FOR_RUNNING_CALLS);
        stop(connector, metrics);
    }

    private static void stop(ServerConnector connector, Optional<MetricsServer> metrics) {
        metrics.ifPresent(MetricsServer::close);
        try {
            connector.close();
            connector.getServer().stop();
        } catch (Exception broken) {
            LOG.warn("The HTTP server did not stop cleanly", broken);
        }
    }

    static InetSocketAddress socketAddress(HttpAddress listenOn) throws UnknownHostException {
        String host = listenOn.host();
        boolean literal = host.startsWith("[") && host.endsWith("]");
        var address = new InetSocketAddress(literal ? host.substring(1, host.length() - 1) : host, listenOn.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        return address;
    }

    private static URI actualAddress(URI address, URI listenOn, ServerConnector connector) {
        return HttpAddress.of(listenOn).port() != 0
                ? address
                : HttpAddress.of(address).withPort(connector.getLocalPort()).uri();
    }
}

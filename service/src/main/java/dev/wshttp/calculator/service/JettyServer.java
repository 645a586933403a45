// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Makes a Jetty that listens, but does not serve yet: few threads, since none of them waits for a peer, and answers that do not tell what made them.
 */
final class JettyServer {
    /** Answers errors of Jetty itself with their status alone. */
    static final Request.Handler NO_ERROR_PAGES = (request, response, callback) -> {
        callback.succeeded();
        return true;
    };

    // How many connections the system keeps until they are accepted. With the default, 50, a burst of connections would
    // delay a client by seconds.
    private static final int BACKLOG = 1_024;
    private static final Duration IDLE = Duration.ofSeconds(60);
    // What the system keeps of the answers to a peer that does not read them; by itself it would keep megabytes.
    private static final int SEND_BUFFER_BYTES = 131_072;
    private static final int HEADER_BYTES = 16_384;
    // For the selector, the acceptor, and reading and writing beside the calls.
    private static final int THREADS_BESIDE_CALLS = 8;

    private static final int THREADS_FOR_OPERATORS = 4;
    static final int CONNECTIONS_OF_OPERATORS = 64;
    private static final Duration IDLE_OPERATOR = Duration.ofSeconds(10);

    private JettyServer() {}

    /**
     * Opens the port.
     *
     * @param calls that run at the same time
     * @throws IOException if it cannot listen there
     */
    static ServerConnector listening(InetSocketAddress address, int calls, Peers peers) throws IOException {
        var threads = new QueuedThreadPool(calls + THREADS_BESIDE_CALLS);
        threads.setName("calculator");
        threads.setDaemon(true);
        // Null before JDK 21.
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("calculator-"));
        var server = new Server(threads);
        server.setErrorHandler(NO_ERROR_PAGES);
        server.setStopTimeout(0); // The host itself drains.
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.addBean(peers);
        server.addConnector(connector);
        connector.open();
        return connector;
    }

    /**
     * Opens the port of a page for operators, who need few threads and few connections. Further connections wait until one of these ends.
     *
     * @throws IOException if it cannot listen there
     */
    static ServerConnector forOperators(InetSocketAddress address) throws IOException {
        var threads = new QueuedThreadPool(THREADS_FOR_OPERATORS, 1);
        threads.setName("operators");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        var server = new Server(threads);
        server.setErrorHandler(NO_ERROR_PAGES);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_OPERATOR.toMillis());
        connector.addBean(new NetworkConnectionLimit(CONNECTIONS_OF_OPERATORS, connector));
        server.addConnector(connector);
        connector.open();
        return connector;
    }

    private static HttpConfiguration http() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        // A path is only compared with that of the endpoint, so nothing in it is harmful; another one gets 404.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }
}

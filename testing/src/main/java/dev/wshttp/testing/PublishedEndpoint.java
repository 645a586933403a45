// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.MessageSecurity;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An endpoint on a server of its own, which can be published anew, with another memory, at another path. Safe for use by several threads. */
final class PublishedEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Supplier<Endpoint> making;
    private @Nullable Endpoint endpoint;
    private int generation;

    /** @param making makes the endpoint, again and again */
    PublishedEndpoint(Supplier<Endpoint> making) {
        this.making = making;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException("There is no free port on this machine", noPort);
        }
        server.setExecutor(threads);
        server.start();
    }

    /** Publishes the endpoint, which remembers nothing, and ends the one before. */
    synchronized void publish() {
        stop();
        generation++;
        Endpoint made = making.get();
        made.publish(server.createContext(path()));
        endpoint = MessageSecurity.requireSecured(made);
    }

    /** Returns where the endpoint is now. */
    synchronized URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path());
    }

    private String path() {
        return "/" + generation;
    }

    private void stop() {
        Endpoint ended = endpoint;
        if (ended != null) {
            ended.stop();
            endpoint = null;
        }
    }

    @Override
    public synchronized void close() {
        stop();
        server.stop(0);
        threads.shutdownNow();
    }
}

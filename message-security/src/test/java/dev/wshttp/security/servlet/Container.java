// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A servlet container with few threads, so that a thread that waits for a peer is missed. */
final class Container implements AutoCloseable {
    private static final int THREADS = 8;

    private final Server server = new Server(new QueuedThreadPool(THREADS));
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final List<Filter> filters = new ArrayList<>();

    /** Whether the container lets a request be answered later. */
    enum Requests {
        ASYNCHRONOUS,
        SYNCHRONOUS
    }

    Container() {
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    /** Puts a filter before the servlet, which is given then. */
    Container behind(Filter filter) {
        filters.add(filter);
        return this;
    }

    /** Serves one servlet in a context of its own. */
    Container with(MessageSecurityServlet servlet, String contextPath, Requests requests, String... mappings) {
        var context = new ServletContextHandler(contextPath);
        var holder = new ServletHolder("service", servlet);
        holder.setAsyncSupported(requests == Requests.ASYNCHRONOUS);
        List.of(mappings).forEach(mapping -> context.addServlet(holder, mapping));
        for (Filter filter : filters) {
            var before = new FilterHolder(filter);
            before.setAsyncSupported(true);
            context.addFilter(before, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        return this;
    }

    int port() {
        return connector.getLocalPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}

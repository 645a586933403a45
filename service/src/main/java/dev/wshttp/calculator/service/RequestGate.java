// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before the SOAP stack: lets through what can be a call, and refuses the rest before it costs anything. Also counts the
 * calls that run. The size of a call is bounded behind it, where the binding is known. Safe for use by several threads.
 */
final class RequestGate extends Filter {
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final long NO_BODY = -1;

    private final String path;
    private final AtomicInteger running = new AtomicInteger();

    RequestGate(String path) {
        this.path = path;
    }

    /** The number of calls that are being served now. */
    int running() {
        return running.get();
    }

    @Override
    public String description() {
        return "Lets through what can be a call";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        running.incrementAndGet();
        try {
            admit(exchange, chain);
        } finally {
            running.decrementAndGet();
        }
    }

    private void admit(HttpExchange exchange, Chain chain) throws IOException {
        // The JDK's server matches any path that starts with the context's.
        if (!exchange.getRequestURI().getPath().equals(path)) {
            refuse(exchange, NOT_FOUND);
        } else if (!isCall(exchange) && !asksForDescription(exchange)) {
            exchange.getResponseHeaders().set("Allow", "POST");
            refuse(exchange, METHOD_NOT_ALLOWED);
        } else {
            chain.doFilter(exchange);
        }
    }

    private static boolean isCall(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST");
    }

    private static boolean asksForDescription(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return exchange.getRequestMethod().equals("GET")
                && query != null
                && isDescription(query.toLowerCase(Locale.ROOT));
    }

    private static boolean isDescription(String query) {
        return query.startsWith("wsdl") || query.startsWith("xsd");
    }

    // Closing the exchange with the body unread closes the connection, so nobody can make this side read it.
    private static void refuse(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, NO_BODY);
        }
    }
}

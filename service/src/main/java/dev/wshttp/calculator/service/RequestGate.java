// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stands before the SOAP stack: lets through what can be a call or asks for the metadata, answers with the page of the service, and
 * refuses the rest before it costs anything. Safe for use by several threads.
 */
final class RequestGate extends Filter {
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final long NO_BODY = -1;

    // To any other question the JAX-WS runtime would answer with a page of its own, which names classes.
    private static final Pattern METADATA_QUERY = Pattern.compile("(?i:wsdl|singleWsdl)|(wsdl|xsd)=\\d{1,4}");

    private final String path;
    private final boolean metadata;
    private final Optional<ServicePage> page;

    /**
     * Lets calls and questions for the metadata through, and answers with the page itself.
     */
    RequestGate(String path, Set<Description> descriptions, ServicePage page) {
        this.path = path;
        this.metadata = descriptions.contains(Description.METADATA);
        this.page = Optional.of(page).filter(each -> descriptions.contains(Description.PAGE));
    }

    @Override
    public String description() {
        return "Lets through what can be a call";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        // The JDK's server matches any path that starts with the context's.
        if (!exchange.getRequestURI().getPath().equals(path)) {
            refuse(exchange, NOT_FOUND);
        } else if (exchange.getRequestMethod().equals("POST")) {
            chain.doFilter(exchange);
        } else if (!exchange.getRequestMethod().equals("GET") || (query == null && page.isEmpty())) {
            exchange.getResponseHeaders().set("Allow", metadata || page.isPresent() ? "GET, POST" : "POST");
            refuse(exchange, METHOD_NOT_ALLOWED);
        } else if (query == null) {
            page.get().answer(exchange);
        } else if (metadata && METADATA_QUERY.matcher(query).matches()) {
            chain.doFilter(exchange);
        } else {
            refuse(exchange, NOT_FOUND);
        }
    }

    // The JDK's server reads 64 KiB of an unread body at most; then it closes the connection.
    private static void refuse(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, NO_BODY);
        }
    }
}

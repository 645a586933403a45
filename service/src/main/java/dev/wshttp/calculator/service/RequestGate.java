// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks each request before the SOAP stack does: passes on calls and requests for the metadata, answers with the page of the service, and
 * refuses everything else at once. Safe for use by several threads.
 */
final class RequestGate extends Filter {
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final long NO_BODY = -1;

    // The JAX-WS runtime answers any other query with a page of its own, which shows the names of classes.
    private static final Pattern METADATA_QUERY = Pattern.compile("(?i:wsdl|singleWsdl)|(wsdl|xsd)=\\d{1,4}");

    private final EndpointPath path;
    private final boolean metadata;
    private final Optional<ServicePage> page;

    /**
     * Makes the gate of an endpoint.
     *
     * @param path of the endpoint; all other paths are refused
     * @param descriptions which of metadata and page {@code GET} shows
     */
    RequestGate(EndpointPath path, Set<Description> descriptions, ServicePage page) {
        this.path = path;
        this.metadata = descriptions.contains(Description.METADATA);
        this.page = Optional.of(page).filter(each -> descriptions.contains(Description.PAGE));
    }

    @Override
    public String description() {
        return "Passes on what can be a call";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        // The JDK's server matches any path that starts with the context's.
        if (!path.isPathOf(exchange)) {
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

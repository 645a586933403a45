// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.HttpAddress;
import java.net.URI;
import java.util.List;

/**
 * The path of the endpoint. As in WCF, a request reaches it in any case of letters, with or without a slash at the end, and in any form of its
 * escapes. The JDK's server finds the exact path only.
 */
final class EndpointPath {
    private static final String ROOT = "/";

    private final String raw;

    private EndpointPath(String raw) {
        this.raw = raw;
    }

    static EndpointPath of(HttpAddress listenOn) {
        return new EndpointPath(listenOn.rawPath());
    }

    /** Returns whether a request was sent to this path. */
    boolean isPathOf(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath();
        return path != null && HttpAddress.isSamePath(path, raw);
    }

    /** Adds the context of the path itself. */
    HttpContext addTo(HttpServer server) {
        return server.createContext(URI.create(raw).getPath());
    }

    /** Lets requests to other spellings of the path take the same way; every other path ends at the first filter that looks at it. */
    void addOtherSpellings(HttpServer server, HttpContext endpoint, List<Filter> filters) {
        if (!endpoint.getPath().equals(ROOT)) {
            server.createContext(ROOT, endpoint.getHandler()).getFilters().addAll(filters);
        }
    }

    /** Returns what a request asks for, in the spelling of this path: the JAX-WS runtime takes the rest of a longer path for a part of its own. */
    URI uriOf(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return URI.create(query == null ? raw : raw + "?" + query);
    }
}

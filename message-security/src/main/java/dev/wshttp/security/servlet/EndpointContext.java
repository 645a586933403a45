// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import jakarta.xml.ws.spi.http.HttpContext;
import jakarta.xml.ws.spi.http.HttpExchange;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The place where JAX-WS publishes the endpoint, and where requests are passed to it. Safe for use by several threads. */
final class EndpointContext extends HttpContext {
    private final String path;

    /** @param path of the address of the endpoint */
    EndpointContext(String path) {
        this.path = path;
    }

    /** Lets the endpoint process a request and write its answer. */
    void process(HttpExchange exchange) throws IOException {
        handler.handle(exchange);
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return null;
    }

    @Override
    public Set<String> getAttributeNames() {
        return Set.of();
    }
}

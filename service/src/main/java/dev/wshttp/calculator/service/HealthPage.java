// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Says whether the service has a health page. {@code GET /health} then answers 200 and {@code UP}, which tells a container platform that the
 * process accepts calls.
 */
public enum HealthPage {
    ON,
    OFF;

    /** The path of the page. */
    public static final String PATH = "/health";

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final long NO_BODY = -1;

    void addTo(HttpServer server) {
        if (this == ON) {
            server.createContext(PATH, HealthPage::answer);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
                return;
            }
            byte[] up = "UP\n".getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=us-ascii");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(OK, up.length);
            exchange.getResponseBody().write(up);
        }
    }
}

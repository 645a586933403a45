// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** A man in the middle: passes requests and replies on, after changing or keeping them. */
public final class Relay implements AutoCloseable {
    private static final int WITHHELD = 503;

    private final HttpClient http;
    private final HttpServer server = LoopbackServer.create();
    private final URI service;
    public volatile Change requests = octets -> octets;
    public volatile BinaryOperator<byte[]> replies = (request, reply) -> reply;

    /** A change of a message; null to keep it. */
    public interface Change {
        byte @Nullable [] apply(byte[] octets);
    }

    public Relay(URI service, HttpClient http) {
        this.service = service;
        this.http = http;
        server.createContext(service.getPath(), this::handle);
        server.start();
    }

    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + service.getPath());
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] changed = requests.apply(exchange.getRequestBody().readAllBytes());
        if (changed == null) {
            exchange.sendResponseHeaders(WITHHELD, -1);
            exchange.close();
            return;
        }
        HttpResponse<byte[]> reply = send(changed, exchange.getRequestHeaders().getFirst("Content-Type"));
        byte[] answer = replies.apply(changed, reply.body());
        reply.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(reply.statusCode(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private HttpResponse<byte[]> send(byte[] octets, String contentType) throws IOException {
        var request = HttpRequest.newBuilder(service)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(octets))
                .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

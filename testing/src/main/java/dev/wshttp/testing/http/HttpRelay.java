// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * An HTTP server on a free port of this machine whose answers the caller makes, for example by asking another server. Safe for use by several
 * threads.
 */
public final class HttpRelay implements AutoCloseable {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final long NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads;
    private final String path;

    private HttpRelay(HttpServer server, ExecutorService threads, String path) {
        this.server = server;
        this.threads = threads;
        this.path = path;
    }

    /**
     * Starts to answer.
     *
     * @param path where, beginning with a slash
     * @throws UncheckedIOException if no port is free
     */
    public static HttpRelay open(String path, Answer answer) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var threads = Executors.newCachedThreadPool();
            server.createContext(path, exchange -> answer(exchange, answer));
            server.setExecutor(threads);
            server.start();
            return new HttpRelay(server, threads, path);
        } catch (IOException noPort) {
            throw new UncheckedIOException("There is no free port on this machine", noPort);
        }
    }

    /** Answers with what the server at an address says. Of the headers only {@code Content-Type} passes. */
    public static Answer forwardingTo(URI address) {
        return forwardingTo(() -> address);
    }

    /** Answers with what the server says that is at an address at the time of the request. Otherwise as {@link #forwardingTo(URI)}. */
    public static Answer forwardingTo(Supplier<URI> address) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LONGEST_ANSWER)
                .build();
        return request -> forward(client, address.get(), request);
    }

    /** Returns where to send to. */
    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** Ends the server at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            Reply reply = answer.to(received(exchange));
            if (!reply.contentType().isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            }
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? NO_BODY : reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }

    private static Request received(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                query == null ? "" : query,
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes());
    }

    private static Reply forward(HttpClient client, URI address, Request request) throws IOException {
        URI target = request.query().isEmpty() ? address : URI.create(address + "?" + request.query());
        var forwarded =
                HttpRequest.newBuilder(target).timeout(LONGEST_ANSWER).method(request.method(), content(request));
        String contentType = request.header("Content-Type");
        if (!contentType.isEmpty()) {
            forwarded.header("Content-Type", contentType);
        }
        return send(client, forwarded.build());
    }

    /**
     * Sends a request, and returns its answer in the form of a relay.
     *
     * @throws IOException if no answer comes, or this thread is interrupted
     */
    public static Reply send(HttpClient client, HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for an answer", asked);
        }
    }

    private static BodyPublisher content(Request request) {
        return request.method().equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body());
    }

    /** Decides what a request is answered with. */
    @FunctionalInterface
    public interface Answer {
        /**
         * Answers one request; called by several threads.
         *
         * @throws IOException which ends the connection without an answer
         */
        Reply to(Request request) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param method {@code POST} for a message, {@code GET} for a description
     * @param query of the address; empty if there is none
     * @param body not copied
     */
    public record Request(String method, String query, Map<String, List<String>> headers, byte[] body) {
        /** Returns the only value of a header; empty if there is none. */
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> String.join(",", header.getValue()))
                    .findFirst()
                    .orElse("");
        }

        /** Returns the same request with another body. */
        public Request with(byte[] otherBody) {
            return new Request(method, query, headers, otherBody);
        }

        /** Returns the body as text, in the character encoding that the header {@code Content-Type} names. */
        public String text() {
            return ContentText.of(header("Content-Type"), body).readable();
        }
    }

    /**
     * An answer.
     *
     * @param contentType empty for none
     * @param body not copied; empty for none
     */
    public record Reply(int status, String contentType, byte[] body) {
        /** Returns the same answer with another body. */
        public Reply with(byte[] otherBody) {
            return new Reply(status, contentType, otherBody);
        }

        /** Returns the body as text, in the character encoding that {@link #contentType} names. */
        public String text() {
            return ContentText.of(contentType, body).readable();
        }
    }

    /** A request and its answer. */
    public record Exchange(Request request, Reply reply) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on a free port of this machine whose answers the caller makes, for example by asking another server. Safe for use by several
 * threads.
 */
public final class HttpRelay implements AutoCloseable {
    private static final String PATH = "/Calculator";
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final long NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads;

    private HttpRelay(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Starts to answer. */
    public static HttpRelay open(Answer answer) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var threads = Executors.newCachedThreadPool();
            server.createContext(PATH, exchange -> answer(exchange, answer));
            server.setExecutor(threads);
            server.start();
            return new HttpRelay(server, threads);
        } catch (IOException noPort) {
            throw new UncheckedIOException("There is no free port on this machine", noPort);
        }
    }

    /** Answers with what the server at an address says. */
    public static Answer forwardingTo(URI address) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LONGEST_ANSWER)
                .build();
        return request -> forward(client, address, request);
    }

    /** Returns where to send to. */
    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + PATH);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Reply reply = answer.to(new Request(Map.copyOf(exchange.getRequestHeaders()), body));
            if (!reply.contentType().isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            }
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? NO_BODY : reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }

    private static Reply forward(HttpClient client, URI address, Request request) throws IOException {
        var forwarded = HttpRequest.newBuilder(address)
                .timeout(LONGEST_ANSWER)
                .header("Content-Type", request.header("Content-Type"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(forwarded, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for an answer", asked);
        }
    }

    /** Decides what a request is answered with. */
    @FunctionalInterface
    public interface Answer {
        /** Answers one request; called by several threads. */
        Reply to(Request request) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param body not copied
     */
    public record Request(Map<String, List<String>> headers, byte[] body) {
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
            return new Request(headers, otherBody);
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
    }
}

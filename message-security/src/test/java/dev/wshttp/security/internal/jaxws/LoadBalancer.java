// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A load balancer that tells by a cookie which instance a client got first, and gives each request without the cookie to the next instance. */
final class LoadBalancer implements AutoCloseable {
    private static final String COOKIE = "instance=";

    private final HttpServer front = LoopbackServer.create();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Integer> chosen = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private volatile List<URI> instances = List.of();

    LoadBalancer() {
        front.setExecutor(threads);
        front.createContext("/", this::forward);
        front.start();
    }

    /** Sets where requests go. */
    void over(List<URI> addresses) {
        instances = addresses;
    }

    String address() {
        return "http://localhost:" + front.getAddress().getPort() + "/Echo";
    }

    /** Returns which instance each request got. */
    List<Integer> chosen() {
        return chosen;
    }

    private void forward(HttpExchange exchange) throws IOException {
        int instance = kept(exchange).orElseGet(() -> next.getAndIncrement() % instances.size());
        chosen.add(instance);
        var request = HttpRequest.newBuilder(instances.get(instance))
                .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.getResponseHeaders().set("Set-Cookie", COOKIE + instance + "; Path=/");
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private static Optional<Integer> kept(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Cookie"))
                .map(cookies -> cookies.substring(cookies.indexOf(COOKIE) + COOKIE.length()))
                .map(value -> Integer.valueOf(value.replaceAll("\\D.*", "")));
    }

    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
    }
}

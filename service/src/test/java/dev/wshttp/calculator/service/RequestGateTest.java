// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestGateTest {
    private final RequestGate gate = new RequestGate("/Calculator");
    private final AtomicInteger served = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var context = server.createContext("/Calculator", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                served.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
            }
        });
        context.getFilters().add(gate);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void admitsCall() throws Exception {
        assertThat(post("/Calculator", BodyPublishers.ofString("<Envelope/>"))).isEqualTo(200);
        assertThat(served).hasValue(1);
    }

    @Test
    void admitsTheQuestionForTheDescription() throws Exception {
        assertThat(get("/Calculator?wsdl")).isEqualTo(200);
    }

    @Test
    void refusesPathThatOnlyStartsLikeTheEndpoint() throws Exception {
        assertThat(post("/CalculatorOfSomebody", BodyPublishers.noBody())).isEqualTo(404);
        assertThat(served).hasValue(0);
    }

    @Test
    void refusesOtherMethods() throws Exception {
        assertThat(get("/Calculator")).isEqualTo(405);
        assertThat(served).hasValue(0);
    }

    @Test
    void countsTheCallsThatRun() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var context = server.createContext("/slow", exchange -> {
            inside.countDown();
            try (exchange) {
                leave.await();
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        var slowGate = new RequestGate("/slow");
        context.getFilters().add(slowGate);

        var answer =
                client.sendAsync(request("/slow").POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(slowGate.running()).isOne();
        leave.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private int post(String path, BodyPublisher body) throws IOException, InterruptedException {
        return client.send(request(path).POST(body).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private int get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.getAddress().getPort() + path));
    }
}

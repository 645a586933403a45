// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An attacker on the network keeps a message of a session and sends changed copies of it, while the owner continues to call. */
@Timeout(120)
class DelayedAnswersTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static final URI ANY_PORT = URI.create("http://127.0.0.1:0/Calculator");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PROMPT_ANSWERS = 8;
    private static final int THREADS = 2;
    private static final int COPIES = 200;
    private static final Duration TICK = Duration.ofMillis(250);

    private final AtomicReference<byte[]> kept = new AtomicReference<>();
    private boolean keepsMessages;
    private CalculatorServiceHost host;
    private HttpServer relay;

    @BeforeEach
    void open() throws IOException {
        var security = ServiceFiles.write(PKI, directory).security();
        host = CalculatorServiceHost.open(security, ANY_PORT, HostOptions.DEFAULT.withThreads(THREADS));
        relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        relay.createContext("/", this::relay);
        relay.start();
    }

    @AfterEach
    void close() {
        relay.stop(0);
        host.close();
    }

    @Test
    void answersGuessesOnATickWithoutAThreadWhileTheOwnerCalls() throws Exception {
        Calculator owner = client();
        assertThat(owner.add(1, 2)).isEqualTo(3);
        byte[] changed = changed(undelivered(owner));
        for (int i = 0; i < PROMPT_ANSWERS; i++) {
            assertThat(refused(changed).get()).isNotNull();
        }

        long start = System.nanoTime();
        List<CompletableFuture<Duration>> answers = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            answers.add(refused(changed));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(owner.add(i, 1)).isEqualTo(i + 1.0);
        }

        for (var answer : answers) {
            assertThat(answer.get()).isGreaterThan(TICK);
        }
        // With a thread for each, two threads would take at least 200 * 250 ms / 2.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(owner.add(1, 2)).isEqualTo(3);
    }

    private byte[] undelivered(Calculator owner) {
        keepsMessages = true;
        assertThatThrownBy(() -> owner.add(1, 2)).isNotNull();
        keepsMessages = false;
        return Objects.requireNonNull(kept.get());
    }

    /** Changes the body, so that the primary signature is valid and the digest of the body is not. */
    private static byte[] changed(byte[] message) {
        String text = new String(message, UTF_8);
        int position = text.lastIndexOf("CipherValue>", text.lastIndexOf("CipherValue>") - 1) + "CipherValue>".length();
        char other = text.charAt(position) == 'A' ? 'B' : 'A';
        return (text.substring(0, position) + other + text.substring(position + 1)).getBytes(UTF_8);
    }

    private CompletableFuture<Duration> refused(byte[] message) {
        long start = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(address())
                .header("Content-Type", "application/soap+xml; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(message))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> {
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("InvalidSecurity");
            return Duration.ofNanos(System.nanoTime() - start);
        });
    }

    private void relay(HttpExchange exchange) throws IOException {
        byte[] message = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            if (keepsMessages) {
                kept.set(message);
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            HttpRequest request = HttpRequest.newBuilder(address())
                    .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                    .POST(BodyPublishers.ofByteArray(message))
                    .build();
            HttpResponse<byte[]> answer =
                    HTTP.sendAsync(request, BodyHandlers.ofByteArray()).join();
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            answer.headers().firstValue("Content-Type").orElseThrow());
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + host.port() + "/Calculator");
    }

    private Calculator client() {
        URI there = URI.create("http://127.0.0.1:" + relay.getAddress().getPort() + "/Calculator");
        return new CalculatorParties(PKI).calculator(address(), there);
    }
}

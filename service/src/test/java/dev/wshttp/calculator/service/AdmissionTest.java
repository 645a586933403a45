// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {
    private static final int MOST = 2;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Admission admission = new Admission(MOST, new OverloadLog());
    private final CountDownLatch inside = new CountDownLatch(MOST);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
                    inside.countDown();
                    try {
                        leave.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.sendResponseHeaders(200, -1);
                })
                .getFilters()
                .add(admission);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        leave.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void refusesOneAddressBeyondItsBoundAndServesAnother() throws Exception {
        try (var first = ask("127.0.0.1");
                var second = ask("127.0.0.1")) {
            inside.await();
            assertThat(admission.present()).isEqualTo(MOST);

            try (var third = ask("127.0.0.1");
                    var other = ask("127.0.0.2")) {
                assertThat(answer(third)).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Connection: close");
                Waiting.until(() -> admission.present() > MOST);
                leave.countDown();
                assertThat(firstLine(other)).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(firstLine(first)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(firstLine(second)).isEqualTo("HTTP/1.1 200 OK");
        }
        Waiting.until(() -> admission.present() == 0);
    }

    private Socket ask(String from) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(server.getAddress());
        socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    private static String firstLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\r';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}

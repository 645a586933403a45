// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.forgery.WireAnswer;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.token.SharedSecret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services that answer in a way that could keep the kit busy for ever. */
@Timeout(60)
class HttpWireTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final long BETWEEN_OCTETS_NANOS = 1_000_000;

    private ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }

    /** What the service says after it read the beginning of a request. */
    private interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private void answering(Answer answer) {
        var thread = new Thread(() -> {
            try {
                Socket socket = server.accept();
                open.add(socket);
                socket.getInputStream().read();
                answer.write(socket.getOutputStream());
            } catch (IOException ended) {
                // the kit ended the connection, or the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private WireAnswer post(Duration longest) {
        URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        var format = new WireFormat(WsHttpBinding.builder().build());
        return new HttpWire(url, format, 100, longest).post(new byte[1], SharedSecret.of(new byte[0]));
    }

    @Test
    void doesNotWaitForTheRestOfAnAnswer() {
        answering(out -> out.write((HEAD + "Content-Length: 10\r\n\r\n1").getBytes(US_ASCII)));

        assertThatExceptionOfType(HttpWire.NoAnswer.class)
                .isThrownBy(() -> post(SHORT))
                .withMessageContaining("no whole answer");
    }

    @Test
    void doesNotWaitForAnAnswerThatComesOctetByOctet() {
        answering(out -> {
            out.write((HEAD + "\r\n").getBytes(US_ASCII));
            while (!server.isClosed()) {
                out.write('a');
                out.flush();
                // Without a pause, a fast machine sends the whole megabyte in time.
                LockSupport.parkNanos(BETWEEN_OCTETS_NANOS);
            }
        });

        assertThatExceptionOfType(HttpWire.NoAnswer.class).isThrownBy(() -> post(SHORT));
    }

    @Test
    void keepsTheBeginningOfAnEndlessAnswer() {
        answering(out -> {
            out.write((HEAD + "\r\n").getBytes(US_ASCII));
            byte[] part = new byte[8192];
            while (true) {
                out.write(part);
            }
        });

        assertThat(post(Duration.ofSeconds(30)).octets()).hasSize(1 << 20);
    }

    // On Linux, what does not fit into the backlog is not answered at all, as by a firewall.
    @Test
    void takesAConnectionThatDoesNotBeginForNone() throws IOException {
        for (int i = 0; i < 4; i++) {
            var socket = new Socket();
            open.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 200);
            } catch (IOException full) {
                break;
            }
        }

        assertThatExceptionOfType(KitFailure.class)
                .isThrownBy(() -> post(SHORT))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_CONNECT));
    }
}

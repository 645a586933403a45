// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed HTTP gets a complete answer or a closed connection, and at most one line in the log. */
@Timeout(60)
class BrokenRequestsTest {
    private static final String HEAD =
            "POST /Calculator HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @RegisterExtension
    final LogLines log = new LogLines();

    @TempDir
    Path directory;

    private CalculatorServiceHost host;

    @BeforeEach
    void open() throws IOException {
        var security = ServiceFiles.write(PKI, directory).security();
        host = CalculatorServiceHost.open(security, URI.create("http://127.0.0.1:0/Calculator"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    static Stream<Arguments> unreadableBodies() {
        return Stream.of(
                Arguments.of("a chunk whose length is no number", CHUNKED + "zz\r\n<Envelope/>\r\n0\r\n\r\n"),
                Arguments.of("a negative chunk", CHUNKED + "-1\r\n<Envelope/>\r\n0\r\n\r\n"),
                Arguments.of("a chunk without a length", CHUNKED + "\r\n<Envelope/>\r\n0\r\n\r\n"),
                Arguments.of("a chunk longer than any number", CHUNKED + "fffffffffffff\r\n<Envelope/>\r\n0\r\n\r\n"),
                Arguments.of("a chunk longer than an int", CHUNKED + "80000000\r\n<Envelope/>\r\n0\r\n\r\n"),
                Arguments.of("a chunk that does not end", CHUNKED + "3\r\n<Envelope/>\r\n0\r\n\r\n"),
                Arguments.of("a chunk extension that does not end", CHUNKED + "3;" + "x".repeat(7_000)),
                Arguments.of("chunks that break off", CHUNKED + "b\r\n<Envel"),
                Arguments.of("a body that breaks off", HEAD + "Content-Length: 100\r\n\r\n<Envelope/>"),
                Arguments.of("no body where one was announced", HEAD + "Content-Length: 100\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadableBodies")
    void answersABodyThatCannotBeReadWith400AndOneLineOfTheLog(String what, String request) throws IOException {
        String answer = send(request);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("Content-Length: 0\r\n")
                .endsWith("\r\n\r\n");
        assertThat(log.errors()).isEmpty();
        assertThat(log.warnings()).singleElement().asString().startsWith("Refused a request from 127.0.0.1:");
        assertIsForgotten();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "Content-Length: 1x\r\n\r\n<",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\n<a/>  ",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "no colon\r\n\r\n",
                "Expect: \u0001\r\n\r\n",
                "X: \r\r\n\r\n"
            })
    void refusesAHeadThatCannotBeRead(String rest) throws IOException {
        assertThat(send(HEAD + rest)).matches("(?s)(HTTP/1.1 (400|501) .*)?");

        assertThat(log.errors()).isEmpty();
        assertIsForgotten();
    }

    @Test
    void refusesAHeadBeyondAllBounds() throws IOException {
        // The connection may end before the answer is read.
        assertThat(send(HEAD + "X: " + "x".repeat(1_000_000) + "\r\n\r\n")).matches("|(?s)HTTP/1.1 431 .*");
        String many =
                IntStream.range(0, 3_000).mapToObj(i -> "X-" + i + ": x\r\n").collect(Collectors.joining());
        assertThat(send(HEAD + many + "\r\n")).matches("|(?s)HTTP/1.1 431 .*");

        assertThat(log.errors()).isEmpty();
        assertIsForgotten();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Encoding: gzip\r\n", "Expect: 200-never\r\n", "TE: trailers\r\n", "Accept: \u00ff\r\n"})
    void answersWhatIsNoEnvelopeWhateverIsSaidOfIt(String header) throws IOException {
        String answer = send(HEAD + header + "Connection: close\r\nContent-Length: 4\r\n\r\n\u001f\u008b\b\0");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 4(00|17) .*")
                .containsIgnoringCase("Content-Length: 0\r\n")
                .endsWith("\r\n\r\n");
        assertThat(log.errors()).isEmpty();
        assertThat(log.warnings()).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /Calculator", "GET /Calculator?wsdl", "POST /Calculator/elsewhere"})
    void readsNoBodyWithoutEnd(String question) throws IOException {
        String head = question + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        int most = 4_000; // 64 MiB
        int sent = 0;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            while (sent < most) {
                out.write(chunk.getBytes(ISO_8859_1));
                sent++;
            }
        } catch (SocketException closed) {
            // As it should be.
        }

        assertThat(sent).isLessThan(most);
        assertThat(log.errors()).isEmpty();
        assertIsForgotten();
    }

    @Test
    void countsNothingOfAClientThatResetsItsConnection() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write((HEAD + "Content-Length: 100\r\n\r\n<").getBytes(ISO_8859_1));
            }
        }

        assertIsForgotten();
        assertThat(log.errors()).isEmpty();
    }

    private String send(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            socket.setSoTimeout(20_000);
            try {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            } catch (SocketException closed) {
                return "";
            }
        }
    }

    private void assertIsForgotten() {
        Waiting.until(() -> host.connections() == 0 && host.runningCalls() == 0 && host.takenTurns() == 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.Growth;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that receives a broken or endless answer soon throws an exception that names the cause. */
@Timeout(120)
class BrokenAnswersTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml; charset=utf-8\r\n";
    private static final String FAULT =
            "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/soap+xml; charset=utf-8\r\n";
    private static final int SPACE_WITHOUT_END = 64 * 1024 * 1024;

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket peer;
    private volatile Answer answer = out -> {};

    private interface Answer {
        void write(OutputStream out) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        peer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK + "Content-Length: x\r\n\r\n<a/>",
                OK + "Content-Length: -4\r\n\r\n<a/>",
                OK + "Content-Length: 99999999999999999999999\r\n\r\n<a/>",
                OK + "Content-Length: \u00b2\r\n\r\n<a/>",
                OK + "Content-Length:\r\n\r\n<a/>",
                OK + "Content-Length: +4\r\n\r\n<a/>",
                OK + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n<a/> ",
                OK + "Content-Length: 4, 4\r\n\r\n<a/>",
                OK + "Content-Length: 4000\r\n\r\n<a/>",
                OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n<a/>\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n-1\r\n<a/>\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n<a/>",
                OK + "Transfer-Encoding: chunked\r\n\r\n4\r\n<a/>",
                OK + "Transfer-Encoding: gzip\r\n\r\n<a/>",
                OK + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n<a/>",
                OK + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u008b\b",
                "HTTP/1.1 200 OK\r\nContent-Type: ;;;=;\"\r\nContent-Length: 4\r\n\r\n<a/>",
                "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml; charset=\u0000\r\nContent-Length: 4\r\n\r\n<a/>",
                "HTTP/1.1 200 OK\r\n: x\r\nno colon\r\nContent-Length: 4\r\n\r\n<a/>",
                "HTTP/1.1 999999999999 OK\r\n\r\n",
                "HTTP/1.1 -200 OK\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002",
                "",
                "HTTP/1.1 202 Accepted\r\n\r\n<a/>"
            })
    void failsWithAnExceptionOfTheCall(String broken) {
        answer = out -> out.write(broken.getBytes(ISO_8859_1));

        Throwable failure = failure();

        assertThat(failure).isInstanceOf(WebServiceException.class);
        assertThat(Stream.iterate(failure, Objects::nonNull, Throwable::getCause))
                .noneMatch(NumberFormatException.class::isInstance);
    }

    @Test
    void tellsThatAnAnswerBrokeOff() {
        answer = out -> out.write((OK + "Content-Length: 4000\r\n\r\n<a/>").getBytes(ISO_8859_1));

        assertThat(failure()).hasStackTraceContaining("broke off after 4 of 4000 bytes");
    }

    @Test
    void tellsThatAnAnswerHasTwoLengths() {
        answer = out -> out.write((OK + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n<a/> ").getBytes(ISO_8859_1));

        assertThat(failure()).hasStackTraceContaining("2 different lengths");
    }

    /** The length of a gateway that encoded the answer anew. */
    @Test
    void readsChunksWhateverTheLengthBesideThemIs() {
        answer = out -> out.write((OK + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<a/>\r\n0\r\n\r\n")
                .getBytes(ISO_8859_1));

        assertThat(failure()).hasStackTraceContaining("The message is 'a'");
    }

    /** Status, content type and first line of answers of proxies, gateways, logins and servers of TLS. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "502 Bad Gateway|text/html|<html><title>502 Bad Gateway</title>|A proxy or a gateway answers",
                "503 Service Unavailable|text/plain|upstream connect error|A proxy or a gateway answers",
                "200 OK|text/html; charset=utf-8|<!DOCTYPE html>|a page of another program, such as a login",
                "200 OK|text/plain|hello|a page of another program",
                "200 OK|application/json|{\"error\": 1}|a page of another program",
                "400 Bad Request|text/html|<html>The plain HTTP request was sent to HTTPS port|may expect TLS at this port",
                "401 Unauthorized|text/html|<html>|wants another login",
                "403 Forbidden|text/html|<html>|wants another login",
                "404 Not Found|text/html|<html>|no service at this path",
                "500 Internal Server Error|text/html|<html>Stack trace|The server failed before"
            })
    void tellsAnAnswerThatIsNoSoapAsWhatItIs(String status, String type, String line, String meaning) {
        answer = out -> out.write(("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + (line.length() + 9) + "\r\n\r\n\r\n" + line + "\nsecond")
                .getBytes(ISO_8859_1));

        assertThat(failure())
                .isInstanceOf(WebServiceException.class)
                .hasMessageContainingAll(
                        "HTTP status '" + status.substring(0, 3) + "'",
                        "content type '" + type + "'",
                        "first line '" + line + "'",
                        "(expected SOAP 1.2)",
                        meaning)
                .hasMessageNotContaining("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "401 Unauthorized", "502 Bad Gateway", "418 I'm a teapot"})
    void tellsAnAnswerWithoutContentAsWhatItIs(String status) {
        answer = out -> out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(ISO_8859_1));

        assertThat(failure())
                .hasMessageContainingAll(
                        "HTTP status '" + status.substring(0, 3) + "'", "without a content type", "without content");
    }

    @Test
    void tellsAPageOnOneLine() {
        answer = out -> out.write(
                "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<b>\u001b[31m\u0085ERROR</b><title>x\ny</title>"
                        .getBytes(ISO_8859_1));

        assertThat(String.valueOf(failure().getMessage()).lines()).hasSize(1);
        assertThat(failure()).hasMessageNotContaining("\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK,
                FAULT,
                "HTTP/1.1 202 Accepted\r\nContent-Type: application/soap+xml\r\n",
                "HTTP/1.1 400 Bad Request\r\n",
                "HTTP/1.1 404 Not Found\r\n",
                "HTTP/1.1 302 Found\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
            })
    void readsNoAnswerWithoutEnd(String head) {
        var sent = new AtomicLong();
        answer = out -> {
            out.write((head + "\r\n").getBytes(ISO_8859_1));
            byte[] spaces = " ".repeat(64 * 1024).getBytes(ISO_8859_1);
            while (sent.get() < SPACE_WITHOUT_END) {
                out.write(spaces);
                sent.addAndGet(spaces.length);
            }
        };

        assertThat(failure()).isInstanceOf(WebServiceException.class);
        assertThat(sent).hasValueLessThan(SPACE_WITHOUT_END);
    }

    @Test
    void readsTheCodeOfAnUnsecuredFaultInTimeThatGrowsWithItsLength() {
        Growth.assertLinear(15_000, length -> {
            answer = fault("x".repeat(length), "no");
            assertThat(failure()).hasMessageContaining("unsecured fault");
        });
    }

    @Test
    void bringsAnUnsecuredFaultToOneLine() {
        answer = fault("s:Receiver", "no\r\n2026-11-22 WARN all is well \u2028\u202e\u0085" + "y".repeat(5_000));

        assertThat(String.valueOf(failure().getMessage()).lines()).hasSize(1);
        assertThat(failure()).message().contains("Receiver: no 2026-11-22").hasSizeLessThan(1_500);
    }

    private static Answer fault(String code, String reason) {
        byte[] envelope =
                ("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><s:Fault><s:Code><s:Value>"
                                + code
                                + "</s:Value></s:Code><s:Reason><s:Text xml:lang='en'>" + reason
                                + "</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>")
                        .getBytes(UTF_8);
        return out -> {
            out.write((FAULT + "Content-Length: " + envelope.length + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(envelope);
        };
    }

    private Throwable failure() {
        return catchThrowable(() -> DeskClient.direct(PKI, peer.getLocalPort()).call());
    }

    private void serve() {
        while (!peer.isClosed()) {
            try (Socket connection = peer.accept()) {
                readRequest(connection.getInputStream());
                answer.write(connection.getOutputStream());
                connection.shutdownOutput();
            } catch (IOException broken) {
                // The client has had enough, or the test is over.
            }
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        var end = "Envelope>";
        int matched = 0;
        while (matched < end.length()) {
            int octet = in.read();
            if (octet < 0) {
                return;
            }
            matched = octet == end.charAt(matched) ? matched + 1 : octet == end.charAt(0) ? 1 : 0;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint on the JDK's server refuses HTTP requests that are malformed, endless or too large. */
@Timeout(60)
class BrokenCallsTest {
    private static final String POST =
            "POST /Desk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final HttpServer server = LoopbackServer.create();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Endpoint endpoint = Endpoint.create(
            new Desk(),
            MessageSecurityFeature.forService(WsHttpBinding.builder().build(), new PkiCredentials(PKI).service()));

    @RegisterExtension
    final JavaLog errors = new JavaLog(Level.SEVERE);

    /** Does nothing. */
    @WebService(targetNamespace = "urn:test:desk")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Desk {
        /** Is never reached. The RI makes one class for an operation of this name in this package, so no other test has the name. */
        public void neverReached() {}
    }

    @BeforeEach
    void publish() {
        endpoint.publish(server.createContext("/Desk"));
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHUNKED + "zz\r\n<a/>\r\n0\r\n\r\n",
                CHUNKED + "-1\r\n<a/>\r\n0\r\n\r\n",
                CHUNKED + "fffffffffffff\r\n<a/>\r\n0\r\n\r\n",
                CHUNKED + "80000000\r\n<a/>\r\n0\r\n\r\n",
                CHUNKED + "3\r\n<a/>\r\n0\r\n\r\n",
                CHUNKED + "4\r\n<a",
                "Content-Length: 100\r\n\r\n<a/>"
            })
    void answersABodyThatCannotBeReadWith400(String rest) throws IOException {
        String answer = send(POST + rest);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("Connection: close\r\n")
                .containsIgnoringCase("Content-Length: 0\r\n")
                .endsWith("\r\n\r\n");
        assertThat(errors.records()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                POST,
                "POST /Desk HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n",
                "GET /Desk?wsdl HTTP/1.1\r\nHost: localhost\r\n",
                "GET /Desk?singleWsdl HTTP/1.1\r\nHost: localhost\r\n"
            })
    void readsNoBodyWithoutEnd(String head) throws IOException {
        byte[] chunk = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(ISO_8859_1);
        int most = 4_000; // 64 MiB
        int sent = 0;
        try (var socket =
                new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((head + CHUNKED).getBytes(ISO_8859_1));
            while (sent < most) {
                out.write(chunk);
                sent++;
            }
        } catch (SocketException closed) {
            // As it should be.
        }

        assertThat(sent).isLessThan(most);
        assertThat(errors.records()).isEmpty();
    }

    @Test
    void answersWhatIsTooLargeWith413AndSaysThatItClosesTheConnection() throws IOException {
        assertThat(send(POST + "Content-Length: 70000\r\n\r\n" + " ".repeat(70_000)))
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("Connection: close\r\n");
    }

    /** As WCF's answers; without a length the RI would send pieces. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void tellsTheLengthOfItsAnswerOnce(String protocol) throws IOException {
        String plain =
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/><s:Body/></s:Envelope>";

        String answer =
                send(POST.replace("HTTP/1.1", protocol) + "Content-Length: " + plain.length() + "\r\n\r\n" + plain);

        String envelope = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(answer)
                .startsWith("HTTP/1.1 500 ")
                .containsIgnoringCase("Content-Length: " + envelope.length() + "\r\n")
                .doesNotContainIgnoringCase("Transfer-Encoding");
        assertThat(answer.toLowerCase(Locale.ROOT)).containsOnlyOnce("content-length");
        assertThat(envelope).startsWith("<s:Envelope ").endsWith("</s:Envelope>");
    }

    private String send(String request) throws IOException {
        try (var socket =
                new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}

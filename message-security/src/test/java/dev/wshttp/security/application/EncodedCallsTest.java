// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import dev.wshttp.security.policy.ServiceEndpoint;
import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls in each encoding and each mode, and what they are on the wire: every message of both sides is in the encoding of its sender. */
@Timeout(60)
class EncodedCallsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String TEXT = "Z\u00FCrich \u4F60\u597D \uD83D\uDE00 <&>";
    private static final int LARGE = 5_000;

    private final PkiCredentials credentials = new PkiCredentials(PKI);
    private final HttpServer server = LoopbackServer.create();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    static Stream<Arguments> encodingsAndModes() {
        return Stream.of(
                        Arguments.of(WsMessageEncoding.TEXT, TextEncoding.UTF_16, TextEncoding.UNICODE_FFFE),
                        Arguments.of(WsMessageEncoding.TEXT, TextEncoding.UNICODE_FFFE, TextEncoding.UTF_8),
                        Arguments.of(WsMessageEncoding.MTOM, TextEncoding.UTF_8, TextEncoding.UTF_8),
                        Arguments.of(WsMessageEncoding.MTOM, TextEncoding.UTF_16, TextEncoding.UTF_8))
                .flatMap(encodings -> Stream.of(true, false)
                        .flatMap(negotiate -> Stream.of(true, false)
                                .map(establish -> Arguments.of(
                                        encodings.get()[0],
                                        encodings.get()[1],
                                        encodings.get()[2],
                                        negotiate,
                                        establish))));
    }

    @ParameterizedTest
    @MethodSource("encodingsAndModes")
    void pass(
            WsMessageEncoding encoding, TextEncoding client, TextEncoding service, boolean negotiate, boolean establish)
            throws Exception {
        WsHttpBinding.Builder binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .messageEncoding(encoding);
        Endpoint endpoint = publish(binding.textEncoding(service).build());
        Shop shop = shop(binding.textEncoding(client).build());
        byte[] octets = new byte[LARGE];
        new Random(1).nextBytes(octets);

        assertThat(shop.echo(TEXT)).isEqualTo(TEXT);
        byte[] back = shop.reverse(new DataHandler(new ByteArrayDataSource(octets, "application/octet-stream")))
                .getInputStream()
                .readAllBytes();
        Throwable fault = catchThrowable(() -> shop.sell("pen"));
        ((Closeable) shop).close();
        endpoint.stop();

        assertThat(back).hasSize(LARGE).startsWith(octets[LARGE - 1], octets[LARGE - 2]);
        assertThat(fault).isInstanceOf(SoldOutException.class);
        assertThat(heard).isNotEmpty();
        for (Heard message : heard) {
            message.requireEncoding(encoding, message.isRequest ? client : service);
        }
    }

    @ParameterizedTest
    @MethodSource("encodingsAndModes")
    void theClientTakesTheLayoutFromTheWsdl(
            WsMessageEncoding encoding,
            TextEncoding client,
            TextEncoding service,
            boolean negotiate,
            boolean establish) {
        WsHttpBinding binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .messageEncoding(encoding)
                .textEncoding(service)
                .build();
        Endpoint endpoint = publish(binding);

        WsHttpBinding read =
                ServiceEndpoint.fromWsdl(URI.create(address() + "?wsdl")).binding();
        endpoint.stop();

        assertThat(read.messageEncoding()).isEqualTo(encoding);
        assertThat(read.textEncoding()).isEqualTo(TextEncoding.UTF_8);
    }

    private Endpoint publish(WsHttpBinding binding) {
        Endpoint endpoint =
                Endpoint.create(new ShopEndpoint(), MessageSecurityFeature.forService(binding, credentials.service()));
        var context = server.createContext("/shop");
        context.getFilters().add(new Tap());
        endpoint.publish(context);
        return endpoint;
    }

    private Shop shop(WsHttpBinding binding) throws Exception {
        Service service = Service.create(URI.create(address() + "?wsdl").toURL(), Shop.SERVICE);
        Shop shop = service.getPort(
                Shop.PORT, Shop.class, MessageSecurityFeature.forClient(binding, credentials.client(), Sides.CONTOSO));
        ((BindingProvider) shop).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address());
        return MessageSecurity.requireSecured(shop);
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/shop";
    }

    /** A message on the wire. */
    private record Heard(boolean isRequest, String contentType, String mimeVersion, byte[] octets) {
        void requireEncoding(WsMessageEncoding encoding, TextEncoding text) {
            String charset =
                    text == TextEncoding.UTF_8 ? "utf-8" : text == TextEncoding.UTF_16 ? "utf-16LE" : "utf-16BE";
            String wire = new String(octets, ISO_8859_1);
            if (encoding == WsMessageEncoding.TEXT) {
                assertThat(contentType).isEqualTo("application/soap+xml; charset=" + charset);
                assertThat(mimeVersion).isEqualTo("null");
                assertThat(wire).startsWith(charset.equals("utf-8") ? "<s:E" : start(charset));
                return;
            }
            assertThat(mimeVersion).isEqualTo("1.0");
            assertThat(contentType)
                    .matches("multipart/related; type=\"application/xop\\+xml\";start=\"<http://tempuri.org/0>\";"
                            + "boundary=\"uuid:[0-9a-f-]{36}\\+id=\\d+\";start-info=\"application/soap\\+xml\"");
            String boundary = contentType.replaceAll(".*boundary=\"([^\"]*)\".*", "$1");
            assertThat(wire)
                    .startsWith("\r\n--" + boundary
                            + "\r\nContent-ID: <http://tempuri.org/0>\r\nContent-Transfer-Encoding: "
                            + (charset.equals("utf-8") ? "8bit" : "binary")
                            + "\r\nContent-Type: application/xop+xml;charset=" + charset
                            + ";type=\"application/soap+xml\"\r\n\r\n" + start(charset))
                    .endsWith("\r\n--" + boundary + "--\r\n");
        }

        private static String start(String charset) {
            return switch (charset) {
                case "utf-16LE" -> "\u00FF\u00FE<\0?\0x\0m\0l\0";
                case "utf-16BE" -> "\u00FE\u00FF\0<\0?\0x\0m\0l";
                default -> "<s:E";
            };
        }
    }

    private final class Tap extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var answer = new ByteArrayOutputStream();
            exchange.setStreams(new ByteArrayInputStream(body), new Copying(exchange, answer));
            chain.doFilter(exchange);
            if (body.length > 0) {
                var request = exchange.getRequestHeaders();
                heard.add(new Heard(
                        true,
                        String.valueOf(request.getFirst("Content-Type")),
                        String.valueOf(request.getFirst("MIME-Version")),
                        body));
            }
            if (body.length > 0 && answer.size() > 0) {
                var response = exchange.getResponseHeaders();
                heard.add(new Heard(
                        false,
                        String.valueOf(response.getFirst("Content-Type")),
                        String.valueOf(response.getFirst("MIME-Version")),
                        answer.toByteArray()));
            }
        }

        @Override
        public String description() {
            return "keeps messages";
        }
    }

    /** Writes to the client, and keeps a copy. The body of an answer is there after its headers only. */
    private static final class Copying extends FilterOutputStream {
        private final ByteArrayOutputStream copy;

        Copying(HttpExchange exchange, ByteArrayOutputStream copy) {
            super(exchange.getResponseBody());
            this.copy = copy;
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            copy.write(octet);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            OutputStream to = out;
            to.write(octets, offset, length);
            copy.write(octets, offset, length);
        }
    }
}

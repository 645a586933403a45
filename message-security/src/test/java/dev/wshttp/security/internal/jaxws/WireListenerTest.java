// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.events.WireListener;
import dev.wshttp.security.events.WireMessage;
import dev.wshttp.security.events.WireMessage.Direction;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.WebServiceException;
import java.io.Closeable;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What listeners of the wire hear, on both sides, and what they are not given. */
@Timeout(60)
class WireListenerTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String PATH = "/Echo";
    private static final String TOLD = EchoDesk.SECRET;

    private final PkiCredentials credentials = new PkiCredentials(PKI);
    private final EchoDesk desk = new EchoDesk(PKI);
    private final WireRecord ofClient = new WireRecord();
    private final WireRecord ofService = new WireRecord();

    @AfterEach
    void close() {
        desk.close();
    }

    private EchoDesk.Echo port(WsHttpBinding binding) {
        return port(
                binding, feature -> feature.withWireListener(ofClient), feature -> feature.withWireListener(ofService));
    }

    private EchoDesk.Echo port(
            WsHttpBinding binding,
            UnaryOperator<MessageSecurityFeature> client,
            UnaryOperator<MessageSecurityFeature> service) {
        desk.publish(
                PATH,
                Endpoint.create(
                        new EchoDesk.EchoEndpoint(),
                        service.apply(MessageSecurityFeature.forService(binding, credentials.service()))));
        return desk.service(PATH)
                .getPort(
                        EchoDesk.PORT,
                        EchoDesk.Echo.class,
                        client.apply(MessageSecurityFeature.forClient(binding, credentials.client(), Sides.CONTOSO)));
    }

    private static WsHttpBinding binding(boolean negotiate, boolean establish) {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .build();
    }

    @ParameterizedTest
    @CsvSource({"true, true, 5", "true, false, 3", "false, true, 3", "false, false, 1"})
    void hearTheSameOctetsOnBothSides(boolean negotiate, boolean establish, int requests) throws Exception {
        EchoDesk.Echo port = port(binding(negotiate, establish));
        port.echo(TOLD);
        ((Closeable) port).close();

        assertThat(ofClient.octets(Direction.SENT))
                .hasSize(requests)
                .isEqualTo(ofService.octets(Direction.RECEIVED))
                .isEqualTo(desk.requests());
        assertThat(ofClient.octets(Direction.RECEIVED)).hasSize(requests).isEqualTo(ofService.octets(Direction.SENT));
        assertThat(ofClient.messages())
                .allSatisfy(
                        message -> assertThat(message.contentType()).isEqualTo("application/soap+xml; charset=utf-8"));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void areGivenNothingThatIsEncrypted(boolean negotiate, boolean establish) {
        port(binding(negotiate, establish)).echo(TOLD);

        assertThat(ofClient.octets(Direction.SENT))
                .isNotEmpty()
                .allSatisfy(octets -> assertThat(octets).doesNotContain(TOLD));
        assertThat(ofService.octets(Direction.SENT))
                .isNotEmpty()
                .allSatisfy(octets -> assertThat(octets).doesNotContain(TOLD));
        assertThat(ofClient.keys()).isEmpty();
        assertThat(ofService.keys()).isEmpty();
    }

    @Test
    void hearWhatWasAccepted() {
        port(binding(true, true)).echo("hello");

        assertThat(ofService.verdicts()).hasSize(4).allMatch(verdict -> verdict.startsWith("accepted urn:uuid:"));
        assertThat(ofClient.verdicts()).containsExactly(ofService.verdicts().get(3));
    }

    @Test
    void hearWhatWasRefusedAndWhy() {
        var early = new AdjustableClock(Instant.now().minus(Duration.ofHours(1)));
        EchoDesk.Echo port = port(
                binding(false, false),
                feature -> feature.withClock(early).withWireListener(ofClient),
                feature -> feature.withWireListener(ofService));

        assertThatThrownBy(() -> port.echo("hello")).isInstanceOf(MessageSecurityException.class);

        assertThat(ofService.verdicts())
                .singleElement()
                .asString()
                .matches("refused urn:uuid:\\S+ TIMESTAMP_OUT_OF_RANGE");
        assertThat(ofClient.verdicts()).singleElement().asString().matches("refused urn:uuid:\\S+ FAULT_NOT_SECURED");
        assertThat(ofClient.messages().get(0).time()).isEqualTo(early.instant());
    }

    @Test
    void hearOfACallThatWasNotSentBecauseTheServiceIsNotTrusted() {
        var others = new PkiCredentials(new TestPki());
        EchoDesk.Echo port = port(
                binding(true, true),
                feature -> MessageSecurityFeature.forClient(binding(true, true), others.client(), Sides.CONTOSO)
                        .withWireListener(ofClient),
                feature -> feature.withWireListener(ofService));

        assertThatThrownBy(() -> port.echo("hello")).isInstanceOf(MessageSecurityException.class);

        assertThat(ofClient.messages()).hasSize(2);
        String verdict = ofClient.verdicts().get(0);
        assertThat(verdict).matches("refused urn:uuid:\\S+ CERTIFICATE_NOT_TRUSTED");
        assertThat(ofClient.octets(Direction.SENT).get(0)).doesNotContain(verdict.split(" ")[1]);
    }

    @Test
    void hearAPackageAsTheNetworkHasIt() {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .messageEncoding(WsMessageEncoding.MTOM)
                .build();
        port(binding).echo("x".repeat(3_000));

        assertThat(ofClient.octets(Direction.SENT)).isEqualTo(ofService.octets(Direction.RECEIVED));
        assertThat(ofClient.messages().get(0).contentType()).startsWith("multipart/related");
        assertThat(ofClient.octets(Direction.SENT).get(0)).startsWith("\r\n--uuid:");
    }

    @Test
    void hearOfAnAnswerOfAnotherTypeWithoutItsContent() {
        HttpServer gateway = LoopbackServer.create();
        gateway.createContext("/", exchange -> {
            byte[] page = ("<p>sign in with " + TOLD + "</p>").getBytes(ISO_8859_1);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        gateway.start();
        try {
            EchoDesk.Echo port = port(binding(false, false));
            ((BindingProvider) port)
                    .getRequestContext()
                    .put(
                            BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                            "http://localhost:" + gateway.getAddress().getPort() + "/");

            assertThatThrownBy(() -> port.echo("hello")).isInstanceOf(WebServiceException.class);
        } finally {
            gateway.stop(0);
        }

        assertThat(ofClient.messages())
                .anySatisfy(message -> assertThat(message.contentType()).isEqualTo("text/xml"))
                .allSatisfy(message ->
                        assertThat(new String(message.octets(), ISO_8859_1)).doesNotContain(TOLD));
    }

    @Test
    void cannotStopAMessage() {
        WireListener failing = new WireListener() {
            @Override
            public void passed(WireMessage message) {
                throw new IllegalStateException("full");
            }

            @Override
            public void accepted(Optional<String> requestId) {
                throw new IllegalStateException("full");
            }
        };
        EchoDesk.Echo port = port(
                binding(true, true),
                feature -> feature.withWireListener(failing).withWireListener(ofClient),
                feature -> feature.withWireListener(failing));

        assertThat(port.echo("hello")).isEqualTo("hello");
        assertThat(ofClient.verdicts()).isNotEmpty();
    }

    @Test
    void cannotChangeAMessage() {
        EchoDesk.Echo port = port(
                binding(true, true),
                feature -> feature.withWireListener(message -> message.octets()[10] ^= 1),
                feature -> feature.withWireListener(message -> message.octets()[10] ^= 1));

        assertThat(port.echo("hello")).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void areGivenTheSecretsOfAllMessagesWhereThatIsAskedForByName(boolean negotiate, boolean establish) {
        port(
                        binding(negotiate, establish),
                        feature -> feature.withDangerousKeyListener(ofClient),
                        feature -> feature.withDangerousKeyListener(ofService))
                .echo("hello");

        assertThat(ofClient.keys())
                .hasSize(establish ? 2 : 1)
                .containsExactlyInAnyOrderElementsOf(ofService.keys())
                .allSatisfy(key ->
                        assertThat(HexFormat.of().parseHex(key.split(" ")[1])).hasSize(32));
    }

    /** A message that is refused can be opened, too: its key is told before it is verified. */
    @Test
    void areGivenTheSecretOfARefusedMessage() {
        var change = new WireTap();
        change.tamper(octets -> new String(octets, ISO_8859_1)
                .replaceFirst("(?s)(.*<e:CipherValue>)...", "$1AAA")
                .getBytes(ISO_8859_1));
        HttpContext context = desk.context(PATH);
        context.getFilters().add(change);
        MessageSecurityFeature service = MessageSecurityFeature.forService(binding(false, false), credentials.service())
                .withWireListener(ofService)
                .withDangerousKeyListener(ofService);
        Endpoint.create(new EchoDesk.EchoEndpoint(), service).publish(context);
        EchoDesk.Echo port = desk.service(PATH)
                .getPort(
                        EchoDesk.PORT,
                        EchoDesk.Echo.class,
                        MessageSecurityFeature.forClient(binding(false, false), credentials.client(), Sides.CONTOSO));

        assertThatThrownBy(() -> port.echo("hello")).isInstanceOf(WebServiceException.class);

        assertThat(ofService.verdicts()).singleElement().asString().startsWith("refused");
        assertThat(ofService.keys()).hasSize(1);
    }

    @Test
    void areKeptByTheOtherSettings() {
        MessageSecurityFeature feature = MessageSecurityFeature.forService(binding(true, true), credentials.service())
                .withWireListener(ofService)
                .withDangerousKeyListener(ofService)
                .withClock(new AdjustableClock(Instant.EPOCH));

        assertThat(feature.wireListeners()).isEqualTo(List.of(ofService));
        assertThat(feature.dangerousKeyListeners()).isEqualTo(List.of(ofService));
        assertThat(MessageSecurityFeature.forService(binding(true, true), credentials.service())
                        .dangerousKeyListeners())
                .isEmpty();
    }
}

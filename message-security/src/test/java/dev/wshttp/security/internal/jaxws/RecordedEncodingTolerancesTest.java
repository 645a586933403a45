// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.LiveTolerance;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.captures.TextTable;
import dev.wshttp.security.forgery.EncodedText;
import dev.wshttp.security.internal.encoding.MtomDeviations;
import dev.wshttp.security.internal.encoding.MtomDraft;
import dev.wshttp.security.internal.encoding.Undecodable;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.wss.DelayedRefusal;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import jakarta.xml.ws.Endpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden test: every line of the recorded table of MTOM and text encodings. What WCF's service and client accepted is accepted here, and what they refused is
 * refused; a service answers with the same status, and in its own encoding.
 */
@Timeout(60)
class RecordedEncodingTolerancesTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern ANSWER = Pattern.compile(".*\\(answer as ([^,]+), first octets (\\w+)\\).*");

    /** Lines about signed-only operations: {@code RecordedPackagesTest} has such messages of WCF itself. */
    private static final Set<String> SIGNED_ONLY = Set.of(
            "signed-only operation, signed byte[] as part (base64 in the signed octets)",
            "signed-only operation, SignatureValue and DigestValue as parts");

    private static final Map<String, String> REQUESTS = encodings("text-requests.txt");
    private static final Map<String, String> REPLIES = encodings("text-replies.txt");

    private final HttpServer server = LoopbackServer.create();

    private static Stream<LiveTolerance> lines(String sections) {
        return LiveTolerance.of("live-tolerance-mtom.txt").stream().filter(line -> sections.contains(line.section()));
    }

    static Stream<LiveTolerance> packages() {
        return lines("A").filter(line -> !SIGNED_ONLY.contains(line.name()));
    }

    static Stream<LiveTolerance> texts() {
        return lines("BCD");
    }

    static Stream<LiveTolerance> answers() {
        return lines("EFG");
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyLineIsTested() {
        assertThat(lines("ABCDEFG")).hasSize(165);
        assertThat(packages().map(LiveTolerance::name))
                .containsExactlyInAnyOrderElementsOf(TextTable.of("/deviations/package-requests.txt", 2).stream()
                        .map(line -> line.get(1))
                        .toList());
        assertThat(texts().map(LiveTolerance::name).distinct()).containsExactlyInAnyOrderElementsOf(REQUESTS.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aServiceJudgesPackagesAsWcf(LiveTolerance line) throws Exception {
        boolean isText = line.name().endsWith("to a service with text encoding");
        WsHttpBinding binding = binding(isText ? WsMessageEncoding.TEXT : WsMessageEncoding.MTOM, TextEncoding.UTF_8);
        var exchange = new Exchange(binding);
        HttpResponse<byte[]> response = exchange.post(MtomDeviations.body(
                line.name(), exchange.request.octets(), UnsecuredEnvelope.write(exchange.plain()), EchoDesk.ACTION));

        int expected = Integer.parseInt(line.told().substring(0, 3));
        assertThat(response.statusCode()).isEqualTo(expected);
        if (line.isAccepted()) {
            assertThat(exchange.verify(response)).contains(Exchange.ECHO);
        } else if (expected != 500) {
            assertThat(response.body()).isEmpty();
        } else {
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("multipart/related; "));
            assertThat(new String(exchange.envelope(response), UTF_8)).contains(":InvalidSecurity<");
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aServiceJudgesTextAsWcfAndAnswersInItsOwn(LiveTolerance line) throws Exception {
        TextEncoding own = line.section().equals("B")
                ? TextEncoding.UTF_16
                : line.section().equals("C") ? TextEncoding.UNICODE_FFFE : TextEncoding.UTF_8;
        var exchange = new Exchange(binding(WsMessageEncoding.TEXT, own));

        HttpResponse<byte[]> response = exchange.post(EncodedText.of(how(REQUESTS, line), exchange.request.octets()));

        assertThat(response.statusCode()).isEqualTo(Integer.parseInt(line.told().substring(0, 3)));
        if (!line.isAccepted()) {
            assertThat(response.body()).isEmpty();
            return;
        }
        Matcher answer = ANSWER.matcher(line.told());
        assertThat(answer.matches()).isTrue();
        assertThat(response.headers().firstValue("Content-Type")).contains(answer.group(1));
        assertThat(HexFormat.of().formatHex(response.body(), 0, 4)).isEqualTo(answer.group(2));
        assertThat(exchange.verify(response)).contains(Exchange.ECHO);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aClientJudgesAnswersAsWcf(LiveTolerance line) {
        WsHttpBinding binding = binding(
                line.section().equals("E") && !line.name().contains("client with text encoding")
                        ? WsMessageEncoding.MTOM
                        : WsMessageEncoding.TEXT,
                line.section().equals("G") ? TextEncoding.UTF_16 : TextEncoding.UTF_8);
        var exchange = new Exchange(binding);
        byte[] reply = exchange.reply(line.name());

        boolean accepted = line.section().equals("E")
                ? exchange.accepts(packed(line.name(), reply), reply, line.name())
                : exchange.accepts(EncodedText.of(how(REPLIES, line), reply));

        assertThat(accepted).isEqualTo(line.isAccepted());
    }

    private static MtomDraft packed(String name, byte[] reply) {
        MtomDraft draft = MtomDraft.of(reply);
        return switch (name) {
            case "all inline, root part only" -> MtomDraft.inline(reply);
            case "short CipherValues as parts too" ->
                draft.include(Pattern.compile("<((?:e|xenc):CipherValue)>([^<]+)<"));
            case "part missing" -> draft.with(each -> each.parts.remove(1));
            case "no start-info" -> draft.parameter("start-info", "");
            case "root part application/soap+xml" ->
                draft.header(0, "Content-Type", "application/soap+xml;charset=utf-8");
            case "simple boundary" -> draft.parameter("boundary", "simple");
            default -> draft;
        };
    }

    private static Map<String, String> encodings(String table) {
        return TextTable.of("/deviations/" + table, 3).stream()
                .collect(Collectors.toMap(line -> line.get(1), line -> line.get(2)));
    }

    private static String how(Map<String, String> table, LiveTolerance line) {
        return requireNonNull(table.get(line.name()), line.name());
    }

    private static WsHttpBinding binding(WsMessageEncoding encoding, TextEncoding text) {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .messageEncoding(encoding)
                .textEncoding(text)
                .build();
    }

    /** A call of a service of ours, whose messages a test may change. */
    private final class Exchange {
        static final String ECHO = "gr\u00FC\u00DF \u4F60";

        private final Sides sides;
        private final WireFormat format;
        private final ProtectedMessage request;
        private final WsHttpBinding binding;

        Exchange(WsHttpBinding binding) {
            this.binding = binding;
            this.sides = Sides.of(binding, CREDENTIALS.client(), CREDENTIALS.service(), Clock.systemUTC());
            this.format = new WireFormat(binding);
            this.request = sides.client().protect(plain(), Sides.CONTOSO);
        }

        OutgoingMessage plain() {
            return new OutgoingMessage(Addressing.request(EchoDesk.ACTION, address()), List.of(), body("echo", "text"));
        }

        private XmlContent body(String operation, String parameter) {
            return writer -> {
                writer.writeStartElement("e", operation, EchoDesk.NAMESPACE);
                writer.writeNamespace("e", EchoDesk.NAMESPACE);
                writer.writeStartElement(parameter);
                writer.writeCharacters(ECHO + "x".repeat(3_000));
                writer.writeEndElement();
                writer.writeEndElement();
            };
        }

        private String address() {
            return "http://localhost:" + server.getAddress().getPort() + "/Echo";
        }

        HttpResponse<byte[]> post(WireFormat.Body body) throws Exception {
            Endpoint endpoint = Endpoint.create(
                    new EchoDesk.EchoEndpoint(), MessageSecurityFeature.forService(binding, CREDENTIALS.service()));
            endpoint.publish(server.createContext("/Echo"));
            try {
                return HTTP.send(
                        HttpRequest.newBuilder(URI.create(address()))
                                .header("Content-Type", body.contentType())
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body.octets()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
            } finally {
                endpoint.stop();
            }
        }

        byte[] envelope(HttpResponse<byte[]> response) throws Undecodable {
            String type = response.headers().firstValue("Content-Type").orElseThrow();
            return format.envelope(response.body(), format.accept(type).orElseThrow());
        }

        String verify(HttpResponse<byte[]> response) throws Undecodable {
            byte[] envelope = envelope(response);
            VerifiedMessage verified = sides.client().verify(sides.engine().read(envelope, UTF_8), request);
            return verified.envelope().content().orElseThrow().elements().get(0).text();
        }

        /** Returns what a service says to the request, in the words of the table. */
        byte[] reply(String name) {
            boolean isFault = name.startsWith("fault");
            var fault = SoapFault.sender("urn:test", "Code", "reason");
            String action = isFault ? "http://www.w3.org/2005/08/addressing/soap/fault" : EchoDesk.ACTION + "Response";
            VerifiedMessage received = sides.service().verify(sides.engine().read(request.octets(), UTF_8));
            var message = new OutgoingMessage(
                    Addressing.reply(action, received.addressing().messageId()),
                    List.of(),
                    isFault ? fault : body("echoResponse", "return"));
            return name.contains("unsecured")
                    ? UnsecuredEnvelope.write(message)
                    : sides.service().protect(message, received).octets();
        }

        boolean accepts(MtomDraft draft, byte[] reply, String name) {
            return accepts(
                    name.toLowerCase(Locale.ROOT).contains("plain soap")
                            ? new WireFormat.Body("application/soap+xml; charset=utf-8", reply)
                            : new WireFormat.Body(draft.contentType(), draft.octets()));
        }

        boolean accepts(WireFormat.Body body) {
            var accepted = format.accept(body.contentType());
            if (accepted.isEmpty()) {
                return false;
            }
            try {
                byte[] envelope = format.envelope(body.octets(), accepted.get());
                sides.client().verify(sides.engine().read(envelope, UTF_8), request);
                return true;
            } catch (Undecodable | MessageSecurityException | DelayedRefusal refused) {
                return false;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.encoding.MtomDraft;
import dev.wshttp.security.internal.encoding.Undecodable;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import jakarta.xml.ws.Endpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an attacker who cannot make a valid message gets for packages, over plain HTTP. */
@Timeout(60)
class PackagesOverHttpTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final WsHttpBinding BINDING = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .messageEncoding(WsMessageEncoding.MTOM)
            .build();

    private final HttpServer server = LoopbackServer.create();
    private final Sides sides = Sides.of(BINDING, CREDENTIALS.client(), CREDENTIALS.service(), Clock.systemUTC());
    private final WireFormat format = new WireFormat(BINDING);
    private final Endpoint endpoint = Endpoint.create(
            new EchoDesk.EchoEndpoint(), MessageSecurityFeature.forService(BINDING, CREDENTIALS.service()));

    @BeforeEach
    void publish() {
        endpoint.publish(server.createContext("/Echo"));
        server.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop();
        server.stop(0);
    }

    @Test
    void theLimitCountsTheWholePackage() throws Exception {
        MtomDraft draft = MtomDraft.of(request("x".repeat(2_000)).octets());
        int size = draft.octets().length;
        draft.after = "x".repeat(BINDING.maxReceivedMessageBytes() - size);

        assertThat(post(draft).statusCode()).isEqualTo(200);

        draft = MtomDraft.of(request("x".repeat(2_000)).octets());
        draft.after = "x".repeat(BINDING.maxReceivedMessageBytes() - draft.octets().length + 1);
        HttpResponse<byte[]> response = post(draft);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void partsThatChangePlacesAreRefused() throws Exception {
        MtomDraft draft = MtomDraft.of(request("x".repeat(2_000)).octets());
        int last = draft.parts.size() - 1;
        byte[] content = draft.parts.get(last).content;
        draft.parts.get(last).content = draft.parts.get(last - 1).content;
        draft.parts.get(last - 1).content = content;

        assertRefused(post(draft));
    }

    @Test
    void aPartOfAnotherMessageIsRefused() throws Exception {
        MtomDraft draft = MtomDraft.of(request("x".repeat(2_000)).octets());
        MtomDraft other = MtomDraft.of(request("x".repeat(2_000)).octets());
        int last = draft.parts.size() - 1;
        draft.parts.get(last).content = other.parts.get(last).content;

        assertRefused(post(draft));
    }

    /** The same message in another package is a copy. */
    @Test
    void aReplayInAnotherLayoutIsRefused() throws Exception {
        byte[] envelope = request("x".repeat(2_000)).octets();

        assertThat(post(MtomDraft.of(envelope)).statusCode()).isEqualTo(200);
        assertRefused(post(MtomDraft.inline(envelope)));
        assertRefused(post("application/soap+xml; charset=utf-8", envelope));
        byte[] utf16 = ("\uFEFF" + new String(envelope, UTF_8)).getBytes(UTF_16LE);
        assertRefused(post("application/soap+xml; charset=utf-16", utf16));
    }

    /** What was encrypted is read as it was encrypted: a part that an unauthenticated peer adds is not put into it. */
    @Test
    void anIncludeInsideTheEncryptionIsNotFilledFromOutside() throws Exception {
        ProtectedMessage request = sides.client()
                .protect(
                        new OutgoingMessage(Addressing.request(EchoDesk.ACTION, address()), List.of(), writer -> {
                            writer.writeStartElement("e", "echo", EchoDesk.NAMESPACE);
                            writer.writeNamespace("e", EchoDesk.NAMESPACE);
                            writer.writeStartElement("text");
                            writer.writeCharacters("x".repeat(2_000));
                            writer.writeStartElement("xop", "Include", "http://www.w3.org/2004/08/xop/include");
                            writer.writeNamespace("xop", "http://www.w3.org/2004/08/xop/include");
                            writer.writeAttribute("href", "cid:added");
                            writer.writeEndElement();
                            writer.writeEndElement();
                            writer.writeEndElement();
                        }),
                        Sides.CONTOSO);
        MtomDraft draft = MtomDraft.of(request.octets());
        var added = draft.new Part("from outside".getBytes(UTF_8));
        added.headers.put("Content-ID", "<added>");
        added.headers.put("Content-Transfer-Encoding", "binary");
        draft.parts.add(added);

        HttpResponse<byte[]> response = post(draft);

        String answer = verified(response, request);
        assertThat(answer).doesNotContain("from outside", "ZnJvbSBvdXRzaWRl");
    }

    @Test
    void anIncludeOutsideWhatIsSignedDoesNotReachTheApplication() throws Exception {
        ProtectedMessage request = request("x".repeat(2_000));
        MtomDraft draft = MtomDraft.of(request.octets())
                .root(
                        "<s:Header>",
                        "<s:Header><x:h xmlns:x=\"urn:x\"><xop:Include href=\"cid:added\" xmlns:xop="
                                + "\"http://www.w3.org/2004/08/xop/include\"/></x:h>");
        var added = draft.new Part("from outside".getBytes(UTF_8));
        added.headers.put("Content-ID", "<added>");
        added.headers.put("Content-Transfer-Encoding", "binary");
        draft.parts.add(added);

        assertThat(verified(post(draft), request)).contains("xxx").doesNotContain("ZnJvbSBvdXRzaWRl");
    }

    private void assertRefused(HttpResponse<byte[]> response) throws Undecodable {
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(new String(envelope(response), UTF_8)).contains(":InvalidSecurity<");
        assertThat(new String(response.body(), ISO_8859_1)).contains("application/xop+xml");
    }

    private byte[] envelope(HttpResponse<byte[]> response) throws Undecodable {
        String type = response.headers().firstValue("Content-Type").orElseThrow();
        return format.envelope(response.body(), format.accept(type).orElseThrow());
    }

    private String verified(HttpResponse<byte[]> response, ProtectedMessage request) throws Undecodable {
        return sides.client()
                .verify(sides.engine().read(envelope(response), UTF_8), request)
                .envelope()
                .content()
                .orElseThrow()
                .textContent();
    }

    private ProtectedMessage request(String text) {
        return sides.client()
                .protect(
                        new OutgoingMessage(Addressing.request(EchoDesk.ACTION, address()), List.of(), writer -> {
                            writer.writeStartElement("e", "echo", EchoDesk.NAMESPACE);
                            writer.writeNamespace("e", EchoDesk.NAMESPACE);
                            writer.writeStartElement("text");
                            writer.writeCharacters(text);
                            writer.writeEndElement();
                            writer.writeEndElement();
                        }),
                        Sides.CONTOSO);
    }

    private HttpResponse<byte[]> post(MtomDraft draft) throws Exception {
        return post(draft.contentType(), draft.octets());
    }

    private HttpResponse<byte[]> post(String contentType, byte[] octets) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(address()))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(octets))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/Echo";
    }
}

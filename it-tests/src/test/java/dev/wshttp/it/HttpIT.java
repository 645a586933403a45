// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.it.wire.WireReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as WCF's WSHttpBinding speaks it. */
class HttpIT {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int LARGEST_MESSAGE = 65_536;

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    @Test
    void hasNoActionInTheContentTypeEitherWay() {
        try (var network = ManInTheMiddle.listening(CALCULATOR.via())) {
            CALCULATOR.client().connect(network.address(), CALCULATOR.address()).add(1, 2);

            var exchange = network.exchanges().get(0);
            assertThat(exchange.request().header("Content-Type")).isEqualTo(WirePeer.SOAP_12);
            assertThat(exchange.request().header("SOAPAction")).isEmpty();
            assertThat(exchange.reply().contentType()).isEqualTo(WirePeer.SOAP_12);
            assertThat(exchange.reply().status()).isEqualTo(WireReply.OK);
        }
    }

    @Test
    void answersFaultsWithStatus500() {
        WireReply reply =
                CALCULATOR.wire().send(CALCULATOR.request().with(envelope -> Envelope.remove(envelope.security())));

        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.contentType()).isEqualTo(WirePeer.SOAP_12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no xml", "<a><b></a>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "<other/>"})
    void answersWhatIsNoEnvelopeWithAnEmpty400(String body) {
        WireReply reply = CALCULATOR.wire().send(body);

        assertThat(reply.status()).isEqualTo(BAD_REQUEST);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void refusesMessageBeyondTheLimit() {
        byte[] tooLarge = padded(LARGEST_MESSAGE + 1);

        WireReply reply = CALCULATOR.wire().send(tooLarge);

        assertThat(reply.status()).isEqualTo(TOO_LARGE);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void takesMessageAtTheLimit() {
        assertThat(CALCULATOR.wire().send(padded(LARGEST_MESSAGE)).status()).isEqualTo(WireReply.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/xml; charset=utf-8", "application/xml", "application/soap+xml; charset=ebcdic", "nonsense"
            })
    void refusesOtherMediaTypes(String contentType) {
        byte[] request = CALCULATOR.request().octets();

        WireReply reply = CALCULATOR
                .wire()
                .post(post -> post.header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(request)));

        assertThat(reply.status()).isEqualTo(UNSUPPORTED_MEDIA_TYPE);
        assertThat(reply.text()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void refusesMessageWithoutMediaType() {
        byte[] request = CALCULATOR.request().octets();

        WireReply reply = CALCULATOR.wire().post(post -> post.POST(BodyPublishers.ofByteArray(request)));

        assertThat(reply.status()).isEqualTo(UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/soap+xml",
                "application/soap+xml;charset=\"utf-8\"",
                "Application/SOAP+XML; Charset=UTF-8",
                "application/soap+xml; charset=utf-8; action=\"http://Microsoft.ServiceModel.Samples/ICalculator/Add\""
            })
    void takesOtherSpellingsOfTheMediaType(String contentType) {
        byte[] request = CALCULATOR.request().octets();

        WireReply reply = CALCULATOR
                .wire()
                .post(post -> post.header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(request)));

        assertThat(reply.status()).isEqualTo(WireReply.OK);
    }

    @Test
    void takesMessageInUtf16() {
        byte[] request =
                new String(CALCULATOR.request().octets(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);

        WireReply reply = CALCULATOR
                .wire()
                .post(post -> post.header("Content-Type", "application/soap+xml; charset=utf-16")
                        .POST(BodyPublishers.ofByteArray(request)));

        assertThat(reply.status()).isEqualTo(WireReply.OK);
    }

    @Test
    void refusesMessageWhoseContentTypeNamesAnotherAction() {
        byte[] request = CALCULATOR.request().octets();

        WireReply reply = CALCULATOR
                .wire()
                .post(post -> post.header(
                                "Content-Type",
                                "application/soap+xml; action=\"http://Microsoft.ServiceModel.Samples/ICalculator/Subtract\"")
                        .POST(BodyPublishers.ofByteArray(request)));

        assertThat(reply.status()).isEqualTo(BAD_REQUEST);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void sends100ContinueToWhoExpectsIt() {
        byte[] request = CALCULATOR.request().octets();

        WireReply reply = CALCULATOR
                .wire()
                .post(post -> post.expectContinue(true)
                        .header("Content-Type", WirePeer.SOAP_12)
                        .POST(BodyPublishers.ofByteArray(request)));

        assertThat(reply.status()).isEqualTo(WireReply.OK);
        assertThat(reply.isSecured()).isTrue();
    }

    @Test
    void takesMessageInChunks() {
        byte[] request = CALCULATOR.request().octets();

        WireReply reply = CALCULATOR
                .wire()
                .post(post -> post.header("Content-Type", WirePeer.SOAP_12)
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(request))));

        assertThat(reply.status()).isEqualTo(WireReply.OK);
        assertThat(reply.isSecured()).isTrue();
    }

    @Test
    void takesMessageThatArrivesInDrops() throws IOException {
        byte[] request = CALCULATOR.request().octets();
        URI via = CALCULATOR.via();
        try (var connection = new Socket(via.getHost(), via.getPort())) {
            connection.setTcpNoDelay(true);
            OutputStream out = connection.getOutputStream();
            out.write(("POST " + via.getPath() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                            + WirePeer.SOAP_12 + "\r\nContent-Length: " + request.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (byte drop : request) {
                out.write(drop);
            }

            assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void refusesMessageInChunksBeyondTheLimit() {
        byte[] tooLarge = padded(LARGEST_MESSAGE + 1);

        WireReply reply = CALCULATOR
                .wire()
                .post(post -> post.header("Content-Type", WirePeer.SOAP_12)
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge))));

        assertThat(reply.status()).isEqualTo(TOO_LARGE);
    }

    @Test
    void takesNoOtherMethod() {
        assertThat(CALCULATOR
                        .wire()
                        .post(request -> request.PUT(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(METHOD_NOT_ALLOWED);
        assertThat(CALCULATOR.wire().post(request -> request.DELETE()).status()).isEqualTo(METHOD_NOT_ALLOWED);
    }

    @Test
    void hasNothingAtOtherPaths() {
        var elsewhere = new WirePeer(URI.create(CALCULATOR.via() + "/other"));

        assertThat(elsewhere.send(CALCULATOR.request()).status()).isEqualTo(NOT_FOUND);
    }

    private static byte[] padded(int bytes) {
        byte[] request = CALCULATOR.request().octets();
        var padded = new byte[bytes];
        java.util.Arrays.fill(padded, (byte) ' ');
        System.arraycopy(request, 0, padded, 0, request.length);
        return padded;
    }
}

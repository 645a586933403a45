// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker says of a message outside of it, in headers of HTTP, which no signature covers. */
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.wshttp.security.attacks.Mode#tested")
class SpoofingTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String CONTENT_TYPE = "application/soap+xml; charset=utf-8";
    private static final int BOMB_BYTES = 64 << 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Wire wire;

    SpoofingTest(Mode mode) {
        this.wire = new Wire(mode, PKI);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    /** The operation follows the action that is signed. Where this header of SOAP 1.1 says another one, no operation is called. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"urn:test:desk/Desk/other\"",
                "\"http://schemas.xmlsoap.org/ws/2005/02/trust/RST/SCT/Cancel\"",
                "none"
            })
    void aSoapActionCallsNoOtherOperation(String action) throws Exception {
        byte[] genuine = wire.intercepted();

        // Only the signed action counts.
        assertThat(post(genuine, "SOAPAction", action).statusCode()).isEqualTo(200);
        assertThat(wire.desk.seen).hasSize(1);
        assertThat(wire.call()).contains("order of 1,000");
    }

    @Test
    void anEmptySoapActionMeansNothing() throws Exception {
        assertThat(post(wire.intercepted(), "SOAPAction", "\"\"").statusCode()).isEqualTo(200);
        assertThat(wire.desk.seen).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "deflate"})
    void aCompressedRequestIsRefusedAsItIs(String coding) throws Exception {
        byte[] genuine = wire.intercepted();

        assertThat(post(compressed(genuine), "Content-Encoding", coding).statusCode())
                .isIn(400, 415);
        assertThat(post(compressed(bomb()), "Content-Encoding", coding).statusCode())
                .isIn(400, 413, 415);
        assertThat(wire.desk.seen).isEmpty();
        assertThat(wire.post(genuine).status()).isEqualTo(200);
    }

    private HttpResponse<String> post(byte[] octets, String header, String value) throws Exception {
        return http.send(
                HttpRequest.newBuilder(wire.address())
                        .header("Content-Type", CONTENT_TYPE)
                        .header(header, value)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(octets))
                        .build(),
                BodyHandlers.ofString());
    }

    private static byte[] bomb() {
        byte[] blanks = new byte[BOMB_BYTES];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }

    private static byte[] compressed(byte[] octets) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(octets);
        }
        return compressed.toByteArray();
    }
}

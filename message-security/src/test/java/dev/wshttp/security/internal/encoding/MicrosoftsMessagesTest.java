// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.BothEngines;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageProof;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden test: requests of Microsoft's WCF to our service in MTOM and UTF-16, which it refused when they were recorded. */
class MicrosoftsMessagesTest {
    private static final Recorded FOLDER = new Recorded("live-vs-java");
    private static final Pattern CONTENT_TYPE = Pattern.compile("Content-Type: ([^\\r\\n]*)");
    private static final WireFormat FORMAT = new WireFormat(
            WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build());

    @ParameterizedTest
    @CsvSource({"mtom, EchoBytes, 1368", "utf16-ms-request, EchoString, 5", "utf16be-ms-request, EchoString, 5"})
    void areVerified(String folder, String operation, int characters) throws Exception {
        Matcher contentType = CONTENT_TYPE.matcher(FOLDER.text(folder + "/001-request.hdr"));
        assertThat(contentType.find()).isTrue();
        byte[] body = FOLDER.octets(folder + "/001-request.xml");

        byte[] envelope =
                FORMAT.envelope(body, FORMAT.accept(contentType.group(1)).orElseThrow());

        MessageProof proof = prove(envelope);
        assertThat(proof.endorser().orElseThrow().getSubjectX500Principal()).hasToString("CN=Cohowinery.com");
        var content = proof.envelope().content().orElseThrow();
        assertThat(content.localName()).isEqualTo(operation);
        assertThat(content.textContent()).hasSize(characters);
    }

    private static MessageProof prove(byte[] envelope) throws URISyntaxException {
        WsHttpBinding binding = Recorded.SAMPLE.binding();
        var clock = Recorded.clockOf(new String(envelope, UTF_8));
        return new BothEngines(binding, new Freshness(clock, binding.maxClockSkew()))
                .read(envelope, UTF_8)
                .verification(Expectation.request(service()))
                .proveAtOnce();
    }

    private static X509Credential service() throws URISyntaxException {
        var base = Objects.requireNonNull(
                MicrosoftsMessagesTest.class.getResource("/captures/live-vs-java/certs/service.pem"));
        Path certificate = Path.of(base.toURI());
        return X509Credential.fromPem(certificate, certificate.resolveSibling("service-key.pem"));
    }
}

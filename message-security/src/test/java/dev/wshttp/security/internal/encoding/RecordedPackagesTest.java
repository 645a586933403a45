// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Recorded.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden test: WCF's own packages. What is taken out of one is the document that WCF signed, and the same document is packed again in the same parts with the
 * same headers. The tests of recorded messages and negotiations verify what these documents prove.
 */
class RecordedPackagesTest {
    private static final WireFormat FORMAT = new WireFormat(
            WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build());

    static Stream<Arguments> messages() {
        return Stream.of("live-mtom--mode1", "live-mtom--mode3", "live-mtom-threshold--mode1", "live-mtom-utf16--mode1")
                .map(Recorded::new)
                .flatMap(folder -> folder.exchanges()
                        .map(Exchange::number)
                        .flatMap(number -> Stream.of("request", "response")
                                .map(side -> Arguments.of(folder, number + "-" + side + ".xml"))));
    }

    static Stream<Arguments> signedOnly() {
        return messages().filter(each -> each.get()[0].toString().contains("threshold"));
    }

    @ParameterizedTest
    @MethodSource("signedOnly")
    void givesTheDocumentThatWcfSigned(Recorded folder, String file) {
        // Nothing in it is encrypted, and the recording has it with base64 in place of each include.
        assertThat(folder.text(file)).isEqualTo(new String(folder.octets("decrypted/" + file), UTF_8));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void packsTheDocumentAsWcfDoes(Recorded folder, String file) throws Undecodable {
        TextEncoding text = folder.folder().contains("utf16") ? TextEncoding.UTF_16 : TextEncoding.UTF_8;
        var format = new WireFormat(WsHttpBinding.builder()
                .messageEncoding(WsMessageEncoding.MTOM)
                .textEncoding(text)
                .build());

        WireFormat.Body ours = format.body(folder.text(file).getBytes(UTF_8));

        assertThat(shape(ours.octets(), ours.contentType()))
                .isEqualTo(shape(folder.octets(file), folder.contentType(file)));
        assertThat(anonymous(ours.contentType())).isEqualTo(anonymous(folder.contentType(file)));
        assertThat(ours.octets().length).isCloseTo(folder.octets(file).length, org.assertj.core.data.Offset.offset(40));
        var back =
                FORMAT.envelope(ours.octets(), FORMAT.accept(ours.contentType()).orElseThrow());
        assertThat(new String(back, UTF_8)).isEqualTo(folder.text(file));
    }

    /** Each part by its headers in their order, and its size; the root, which has ids of other lengths, without. */
    private static List<String> shape(byte[] body, String contentType) throws Undecodable {
        String boundary =
                MediaType.parse(contentType).orElseThrow().parameter("boundary").orElseThrow();
        var shape = new ArrayList<String>();
        for (MimePart part : MimeParts.of(body, boundary)) {
            int start = new String(body, 0, part.start(), ISO_8859_1).lastIndexOf("--" + boundary);
            String headers = new String(body, start, part.start() - start, ISO_8859_1);
            shape.add(anonymous(headers) + (shape.isEmpty() ? "" : part.size()));
        }
        return shape;
    }

    private static String anonymous(String text) {
        return text.replaceAll("uuid:[0-9a-f-]+\\+id=\\d+", "BOUNDARY")
                .replaceAll("/\\d{15,}", "/TICKS")
                .toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.wshttp.testing.http.HttpRelay.Reply;
import java.nio.charset.Charset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireMessageTest {
    private static final String ENVELOPE =
            "<s:Envelope><s:Header><a:Action x='1'>urn:call</a:Action><Signature>abc</Signature></s:Header>"
                    + "<s:Body u:Id='_0'><e:Key>first</e:Key><e:CipherValue>QUJD</e:CipherValue></s:Body></s:Envelope>";

    @ParameterizedTest
    @CsvSource({"utf-8, UTF-8", "utf-16, UTF-16LE", "unicodeFFFE, UTF-16BE"})
    void changesOneCharacterOfTheLastTextOfTheBody(String name, String charset) {
        byte[] changed = WireMessage.of(reply("application/soap+xml; charset=" + name, ENVELOPE, charset))
                .withTamperedBody();

        assertThat(new String(changed, Charset.forName(charset))).isEqualTo(ENVELOPE.replace("QUJD", "1UJD"));
    }

    @Test
    void changesOneOctetOfTheLastPartOfAPackage() {
        String message =
                "--b\r\n\r\n<s:Envelope><s:Body><xop:Include href='cid:1'/></s:Body></s:Envelope>\r\n--b\r\n\r\n\u00e4\u00f6\r\n--b--\r\n";
        Reply sent = reply("multipart/related; boundary=b", message, "ISO-8859-1");

        byte[] changed = WireMessage.of(sent).withTamperedBody();

        assertThat(IntStream.range(0, changed.length).filter(index -> changed[index] != sent.body()[index]))
                .containsExactly(message.indexOf('\u00f6'));
    }

    @Test
    void cannotTamperWithNothing() {
        var empty = WireMessage.of(reply("application/soap+xml", "<s:Envelope><s:Body/></s:Envelope>", "UTF-8"));

        assertThatIllegalStateException().isThrownBy(empty::withTamperedBody);
    }

    @Test
    void tellsCallsFromWhatOpensASession() {
        assertThat(of("urn:call").isCall()).isTrue();
        assertThat(of("urn:call").opensSession()).isFalse();
        assertThat(of("http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue").isCall())
                .isFalse();
        assertThat(of("http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue").opensSession())
                .isFalse();
        assertThat(of("http://schemas.xmlsoap.org/ws/2005/02/trust/RST/SCT").isCall())
                .isFalse();
        assertThat(of("http://schemas.xmlsoap.org/ws/2005/02/trust/RST/SCT").opensSession())
                .isTrue();
        assertThat(WireMessage.of(new Reply(200, "", new byte[0])).isCall()).isFalse();
    }

    private static WireMessage of(String action) {
        return WireMessage.of(reply("application/soap+xml", ENVELOPE.replace("urn:call", action), "UTF-8"));
    }

    private static Reply reply(String contentType, String text, String charset) {
        return new Reply(200, contentType, text.getBytes(Charset.forName(charset)));
    }
}

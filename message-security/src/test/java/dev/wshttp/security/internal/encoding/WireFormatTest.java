// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.internal.encoding.WireFormat.Accepted;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {
    private static final String ENVELOPE = "<s:Envelope xmlns:s='urn:s'>Z\u00FCrich \u4F60 \uD83D\uDE00</s:Envelope>";

    private final WireFormat text = new WireFormat(WsHttpBinding.builder().build());
    private final WireFormat mtom = new WireFormat(
            WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build());

    // Media types

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/soap+xml",
                "application/soap+xml; charset=utf-8",
                "Application/SOAP+XML;CHARSET=\"UTF-8\"",
                " application/soap+xml ; charset = utf-8 ",
                "application/soap+xml; charset=utf-8;",
                "application/soap+xml; charset=utf-16",
                "application/soap+xml; charset=UTF-16LE",
                "application/soap+xml; charset=\"utf-16be\"",
            })
    void acceptsWhatSoap12PeersSend(String header) {
        assertThat(text.accept(header)).map(Accepted::action).contains("");
        assertThat(mtom.accept(header)).map(Accepted::action).contains("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/soap+xml; charset=utf-8; action=\"urn:action\" | urn:action",
                "application/soap+xml;action=\"urn:action\";charset=utf-8 | urn:action",
                "application/soap+xml; action=\"urn:a;b\" | urn:a;b",
                "application/soap+xml; action=\"urn:a;charset=utf-8\"; charset=utf-16 | urn:a;charset=utf-8",
                "application/soap+xml; action=\"urn:\\\"a\\\"\" | urn:\"a\"",
                "application/soap+xml; action=\"urn:a=b\" | urn:a=b",
                "application/soap+xml; action=token | token",
            })
    void readsTheWholeAction(String header, String action) {
        assertThat(text.accept(header)).map(Accepted::action).contains(action);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "text/xml",
                "text/xml; charset=utf-8",
                "application/xml",
                "application/soap",
                "application/\u017Foap+xml",
                "appl\u0131cation/soap+xml",
                "application/soap+xml2",
                "application/soap+xml, text/xml",
                "application/soap+xml; charset=iso-8859-1",
                "application/soap+xml; charset=unicodeFFFE",
                "application/soap+xml; charset=utf-7",
                "application/soap+xml; charset=nonsense",
                "application/soap+xml; charset=\"\"",
                "application/soap+xml; charset=",
                "application/soap+xml; charset",
                "application/soap+xml; action=urn:action",
                "application/soap+xml; action=\"urn:a",
                "application/soap+xml; action=\"urn:a\"b",
                "multipart/mixed; type=\"application/xop+xml\"; boundary=b",
            })
    void refusesEverythingElse(String header) {
        assertThat(text.accept(header)).isEmpty();
        assertThat(mtom.accept(header)).isEmpty();
    }

    @Test
    void refusesNoHeader() {
        assertThat(text.accept(null)).isEmpty();
    }

    @Test
    void readsAMultipartOnlyIfItSendsThem() {
        String header = mtom.body("<a/>".getBytes(UTF_8)).contentType();

        assertThat(mtom.accept(header)).isPresent();
        assertThat(text.accept(header)).isEmpty();
        assertThat(text.expected()).doesNotContain("multipart");
        assertThat(mtom.expected()).contains("multipart/related");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "multipart/related; type=\"application/xop+xml\"; boundary=b; start-info=\"application/soap+xml; action=\\\"urn:a;b\\\"\" | urn:a;b",
                "multipart/related; type=\"application/xop+xml\"; boundary=b; action=\"urn:c\" | urn:c",
            })
    void readsTheActionOfAMultipart(String header, String action) {
        assertThat(mtom.accept(header)).map(Accepted::action).contains(action);
    }

    // Text

    @ParameterizedTest
    @EnumSource(TextEncoding.class)
    void readsWhatItWrites(TextEncoding encoding) throws Undecodable {
        for (WsMessageEncoding layout : WsMessageEncoding.values()) {
            var format = new WireFormat(WsHttpBinding.builder()
                    .messageEncoding(layout)
                    .textEncoding(encoding)
                    .build());

            WireFormat.Body body = format.body(ENVELOPE.getBytes(UTF_8));

            assertThat(envelope(format, body.octets(), body.contentType())).endsWith(ENVELOPE);
            assertThat(format.contentType().isPresent()).isEqualTo(layout == WsMessageEncoding.TEXT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UTF_8, utf-8, ''",
        "UTF_16, utf-16LE, 'FFFE<?xml version=\"1.0\" encoding=\"utf-16\"?>'",
        "UNICODE_FFFE, utf-16BE, 'FEFF<?xml version=\"1.0\" encoding=\"utf-16BE\"?>'",
    })
    void writesWhatWcfWrites(TextEncoding encoding, String charset, String start) {
        var format =
                new WireFormat(WsHttpBinding.builder().textEncoding(encoding).build());

        WireFormat.Body body = format.body(ENVELOPE.getBytes(UTF_8));

        assertThat(body.contentType()).isEqualTo("application/soap+xml; charset=" + charset);
        String mark = start.isEmpty() ? "" : "\uFEFF";
        assertThat(body.octets())
                .isEqualTo((mark + start.replaceAll("^F[EF]F[EF]", "") + ENVELOPE).getBytes(Charset.forName(charset)));
    }

    @ParameterizedTest
    @CsvSource({
        "utf-8, utf-8, ''",
        "utf-8, utf-8, utf-8",
        "utf-8, utf-8, UTF-8",
        "utf-8, '', ''",
        "utf-8, utf-16, ''",
        "utf-16le, utf-16le, ''",
        "utf-16le, utf-16le, utf-16",
        "utf-16le, UTF-16LE, UTF-16LE",
        "utf-16le, utf-16, utf-16",
        "utf-16le, '', utf-16",
        "utf-16be, utf-16be, ''",
        "utf-16be, utf-16be, utf-16",
        "utf-16be, utf-16be, utf-16BE",
        "utf-16be, utf-16, ''",
        "utf-16be, '', ''",
    })
    void readsTextWithAndWithoutMark(String written, String named, String declared) throws Undecodable {
        assertThat(envelope(text, octets(written, declared, ""), type(named))).endsWith(ENVELOPE);
        assertThat(envelope(text, octets(written, declared, "\uFEFF"), type(named)))
                .endsWith(ENVELOPE);
    }

    /** A reader before, behind or beside this one that believed another of the three would read another message. */
    @ParameterizedTest
    @CsvSource({
        "utf-16le, utf-8, ''",
        "utf-16le, utf-16be, ''",
        "utf-16be, utf-8, ''",
        "utf-16be, utf-16le, ''",
        "utf-8, utf-16le, ''",
        "utf-8, utf-16be, ''",
        "utf-16le, utf-16le, utf-8",
        "utf-16le, utf-16le, utf-16be",
        "utf-16be, utf-16be, utf-16le",
        "utf-16be, utf-16, utf-8",
        "utf-16be, '', iso-8859-1",
        "utf-8, utf-8, utf-16",
        "utf-8, utf-8, iso-8859-1",
        "utf-8, utf-8, utf-7",
        "utf-8, '', utf-16le",
        "utf-8, utf-16, utf-16",
    })
    void refusesEncodingsThatDifferBetweenLayers(String written, String named, String declared) {
        for (String mark : new String[] {"", "\uFEFF"}) {
            assertThat(isRefused(text, octets(written, declared, mark), type(named)))
                    .as(mark.isEmpty() ? "without mark" : "with mark")
                    .isTrue();
        }
    }

    @Test
    void refusesHalfACharacter() {
        byte[] odd = ENVELOPE.getBytes(StandardCharsets.UTF_16LE);

        assertThat(isRefused(text, Arrays.copyOf(odd, odd.length - 1), type("utf-16le")))
                .isTrue();
        assertThat(isRefused(text, loneSurrogate(), type("utf-16le"))).isTrue();
    }

    private static byte[] loneSurrogate() {
        byte[] octets = "<a>x</a>".getBytes(StandardCharsets.UTF_16LE);
        octets[6] = 0;
        octets[7] = (byte) 0xDC;
        return octets;
    }

    /** This side removes the first ones, and an engine must not take the second ones for the first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF\uFEFF",
                "\uFEFF<?xml version=\"1.0\" encoding=\"utf-16\"?><?xml version=\"1.0\" encoding=\"iso-8859-1\"?>",
                "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>",
                "<?xml version=\"1.0\"?>\uFEFF",
                "<?xml version=\"1.1\"?>",
                "<?xml encoding=\"utf-16\"?>",
            })
    void refusesASecondMarkAndASecondDeclaration(String start) {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(isRefused(text, (start + ENVELOPE).getBytes(charset), type(charset.name())))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "utf-16le", "utf-16be"})
    void refusesADeclarationThatIsTooLongToBeRead(String charset) {
        String declaration = "<?xml version=\"1.0\"" + " ".repeat(300) + "encoding=\"iso-8859-1\"?>";

        assertThat(isRefused(text, (declaration + ENVELOPE).getBytes(Charset.forName(charset)), type(charset)))
                .isTrue();
    }

    private static String type(String charset) {
        return "application/soap+xml" + (charset.isEmpty() ? "" : "; charset=" + charset);
    }

    private static byte[] octets(String charset, String declared, String mark) {
        String declaration = declared.isEmpty() ? "" : "<?xml version=\"1.0\" encoding=\"" + declared + "\"?>";
        return (mark + declaration + ENVELOPE).getBytes(Charset.forName(charset));
    }

    private static String envelope(WireFormat format, byte[] octets, String type) throws Undecodable {
        return new String(format.envelope(octets, format.accept(type).orElseThrow()), UTF_8);
    }

    private static boolean isRefused(WireFormat format, byte[] octets, String type) {
        try {
            envelope(format, octets, type);
            return false;
        } catch (Undecodable refused) {
            return refused.root().length == 0;
        }
    }
}

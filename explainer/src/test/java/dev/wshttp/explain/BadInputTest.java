// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no messages, or attacks on who reads them, give an error that says what is wrong. */
class BadInputTest {
    private static final String SOAP = "xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"";

    @TempDir
    private Path folder;

    private void assertRefused(SecurityFault fault, String reason, byte[] octets) throws IOException {
        Path file = Files.write(folder.resolve("message.xml"), octets);
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> Explanation.of(List.of(file), KeyFile.none()))
                .satisfies(refused -> {
                    assertThat(refused.fault()).isEqualTo(fault);
                    assertThat(refused.getMessage()).contains("message.xml").contains(reason);
                });
    }

    private void assertRefused(SecurityFault fault, String reason, String text) throws IOException {
        assertRefused(fault, reason, text.getBytes(UTF_8));
    }

    @Test
    void saysThatTextIsNoXml() throws IOException {
        assertRefused(SecurityFault.MESSAGE_UNREADABLE, "0 root elements", "HTTP/1.1 200 OK");
    }

    @Test
    void namesTheRootOfAnotherDocument() throws IOException {
        assertRefused(SecurityFault.MESSAGE_UNREADABLE, "'html'", "<html><body>Not found</body></html>");
    }

    @Test
    void saysWhereATruncatedMessageEnds() throws IOException {
        String whole = Captures.text(Captures.DEFAULT_MODE, "04-request.xml");
        assertRefused(SecurityFault.MESSAGE_UNREADABLE, "it was cut off", whole.substring(0, 3_000));
    }

    @Test
    void refusesOctetsThatAreNoText() throws IOException {
        assertRefused(SecurityFault.MESSAGE_UNREADABLE, "no text", new byte[] {0x1f, (byte) 0x8b, 8, 0, (byte) 0xff});
    }

    @Test
    void refusesADocumentTypeAndDoesNotReadIt() throws IOException {
        String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><s:Envelope " + SOAP
                + ">&b;</s:Envelope>";
        assertRefused(SecurityFault.MESSAGE_UNREADABLE, "document type declaration", bomb);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&b;",
                "&#xFFFFFFFF;",
                "&#0;",
                "&#x110000;",
                "&",
                "<a b='1' b='2'/>",
                "<p:a/>",
                "<a b=<c/>",
                "<a",
                "\u0001",
                "&#xD800;",
                "<![CDATA[\u0001]]>",
                "<!-- \u0001 -->",
                "<?p \u0001?>",
                "<a p:b='1' q:b='2' xmlns:p='u' xmlns:q='u'/>",
                "<a\u0085b/>",
                "</b>"
            })
    void refusesWhatXmlDoesNotHave(String content) throws IOException {
        assertRefused(
                SecurityFault.MESSAGE_UNREADABLE, "at octet", "<s:Envelope " + SOAP + ">" + content + "</s:Envelope>");
    }

    @Test
    void boundsTheDepth() throws IOException {
        assertRefused(SecurityFault.MESSAGE_TOO_LARGE, "nested", "<s:Envelope " + SOAP + ">" + "<a>".repeat(100_000));
    }

    @Test
    void boundsTheNumberOfElements() throws IOException {
        assertRefused(
                SecurityFault.MESSAGE_TOO_LARGE,
                "elements",
                "<s:Envelope " + SOAP + ">" + "<a/>".repeat(300_000) + "</s:Envelope>");
    }

    @Test
    void boundsTheAttributesOfAnElement() throws IOException {
        String attributes =
                IntStream.range(0, 1_000).mapToObj(i -> " a" + i + "=''").collect(Collectors.joining());
        assertRefused(
                SecurityFault.MESSAGE_TOO_LARGE, "attributes", "<s:Envelope " + SOAP + attributes + "></s:Envelope>");
    }

    @Test
    void boundsTheSignaturesAndReferences() throws IOException {
        String references = "<d:Reference xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\" URI=\"#a\"/>".repeat(1_000);
        assertRefused(
                SecurityFault.MESSAGE_TOO_LARGE,
                "1000 signatures",
                "<s:Envelope " + SOAP + "><s:Header>" + references + "</s:Header></s:Envelope>");
    }

    @Test
    void refusesALargeFileWithoutReadingIt() throws IOException {
        Path file = folder.resolve("large.xml");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(100L * 1024 * 1024);
        }
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> Explanation.of(List.of(file), KeyFile.none()))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE));
    }

    @Test
    void bearsTokensThatReferToEachOther() throws IOException {
        String token = "<c:DerivedKeyToken xmlns:c=\"http://schemas.xmlsoap.org/ws/2005/02/sc\" Id=\"%s\">"
                + "<o:SecurityTokenReference><o:Reference URI=\"#%s\"/></o:SecurityTokenReference></c:DerivedKeyToken>";
        String text = "<s:Envelope " + SOAP
                + " xmlns:o=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\"><s:Header><o:Security>"
                + String.format(token, "one", "two") + String.format(token, "two", "one")
                + "<d:Signature xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"><d:KeyInfo><o:SecurityTokenReference><o:Reference URI=\"#one\"/>"
                + "</o:SecurityTokenReference></d:KeyInfo></d:Signature></o:Security></s:Header><s:Body/></s:Envelope>";
        Path file = Files.writeString(folder.resolve("circle.xml"), text);
        assertThat(Explanation.of(List.of(file), KeyFile.none()).firstFault()).isPresent();
    }

    @Test
    void bearsFlightsThatAreCutOff() throws IOException {
        String text = Captures.text(Captures.DEFAULT_MODE, "01-response.xml");
        int start = text.indexOf("FgM");
        for (int length = 0; length < 400; length += 4) {
            Path file = Files.writeString(
                    folder.resolve("leg.xml"),
                    text.substring(0, start + length) + text.substring(text.indexOf("</t:BinaryExchange>")));
            assertThat(Explanation.of(List.of(file), KeyFile.none()).messages()).hasSize(1);
        }
    }

    @Test
    void refusesAKeyFileWithoutKeys() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.txt"), "nothing here");
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> KeyFile.read(List.of(file)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.CREDENTIAL_UNREADABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<x xmlns=\"a&#10;BAD  everything is fine\"/>", "<x>&\nBAD  everything;</x>"})
    void startsNoLineThatAFileSays(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("lines.xml"), text);
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> Explanation.of(List.of(file), KeyFile.none()))
                .satisfies(refused ->
                        assertThat(refused.getMessage()).contains("BAD").doesNotContain("\n", "\r", "\u2028"));
    }
}

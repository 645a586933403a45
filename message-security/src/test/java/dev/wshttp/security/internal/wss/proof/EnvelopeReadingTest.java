// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.MESSAGE_TOO_LARGE;
import static dev.wshttp.security.SecurityFault.MESSAGE_UNREADABLE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.soap.Addressing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an unauthenticated peer may send, and what that must not do to this side. */
class EnvelopeReadingTest {
    private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";

    @Test
    void readsEnvelopeWithHeader() {
        ReceivedEnvelope envelope = read("<s:Envelope xmlns:s='" + SOAP_12 + "'><s:Header><x xmlns='urn:x'/></s:Header>"
                + "<s:Body><y xmlns='urn:y'/></s:Body></s:Envelope>");

        assertThat(envelope.headerBlocks())
                .extracting(ReceivedElement::localName)
                .containsExactly("x");
        assertThat(envelope.body().elements())
                .extracting(ReceivedElement::localName)
                .containsExactly("y");
    }

    /** A message of XML 1.1 may have control characters, which no answer could repeat. */
    @Test
    void refusesAnotherVersionOfXmlThanTheFirst() {
        assertThat(faultOf(() -> read("<?xml version='1.1'?>" + envelope("<y xmlns='urn:y'>&#1;</y>"))))
                .isEqualTo(MESSAGE_UNREADABLE);
    }

    @Test
    void readsEnvelopeWithoutHeader() {
        ReceivedEnvelope envelope = read(envelope("<y xmlns='urn:y'/>"));

        assertThat(envelope.headerBlocks()).isEmpty();
        assertThat(envelope.securityHeader()).isEmpty();
        assertThat(envelope.addressing()).isEqualTo(new Addressing(null, null, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Hello",
                "{\"json\": true}",
                "<",
                "<s:Envelope",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/></s:Envelope>trailing",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/></s:Envelope><more/>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>&undefined;</s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body a='' a=''/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><x:Body/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body :a=''/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body s:=''/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><:a/></s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><s:/></s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body xmlns:='urn:a'/></s:Envelope>",
            })
    void refusesWhatIsNoXml(String text) {
        assertThat(faultOf(() -> read(text))).isEqualTo(MESSAGE_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html/>",
                "<Envelope/>",
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/><s:Header/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/><s:Body/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/><s:Header/><s:Body/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/><s:Body/><x/></s:Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><Body/></s:Envelope>",
                "<s:Body xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>",
            })
    void refusesWhatIsNoSoap12Envelope(String text) {
        assertThat(faultOf(() -> read(text))).isEqualTo(MESSAGE_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE s:Envelope>",
                "<!DOCTYPE s:Envelope SYSTEM 'envelope.dtd'>",
                "<!DOCTYPE s:Envelope [<!ENTITY a 'a'>]>",
                "<!DOCTYPE s:Envelope [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
                "<!DOCTYPE s:Envelope [<!ENTITY % p SYSTEM 'http://localhost:1/x'> %p;]>",
                "<!DOCTYPE s:Envelope [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
            })
    void refusesDocumentType(String documentType) {
        assertThat(faultOf(() -> read(documentType + envelope("")))).isEqualTo(MESSAGE_UNREADABLE);
    }

    @Test
    void fetchesNothing() throws Exception {
        var requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String there = "http://localhost:" + server.getAddress().getPort() + "/";
            assertThat(faultOf(() -> read("<!DOCTYPE s:Envelope SYSTEM '" + there + "'>" + envelope(""))))
                    .isEqualTo(MESSAGE_UNREADABLE);
            assertThat(faultOf(
                            () -> read("<!DOCTYPE s:Envelope [<!ENTITY a SYSTEM '" + there + "'>]>" + envelope("&a;"))))
                    .isEqualTo(MESSAGE_UNREADABLE);
            assertThat(faultOf(() -> read(envelope("<?xml-stylesheet href='" + there + "'?>"))))
                    .isEqualTo(MESSAGE_UNREADABLE);
            read(envelope("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='" + there + "'/>"));
            read(envelope("<x xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:x " + there
                    + "' xsi:noNamespaceSchemaLocation='" + there + "'/>"));

            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void includesNoFile() {
        ReceivedEnvelope envelope = read(envelope(
                "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>"));

        assertThat(envelope.body().elements())
                .extracting(ReceivedElement::localName)
                .containsExactly("include");
        assertThat(envelope.body().text()).isEmpty();
    }

    @Test
    void dropsCommentsSoThatTextIsWhole() {
        ReceivedEnvelope envelope = read(envelope("<x>vict<!-- -->im</x>"));

        assertThat(envelope.body().elements().get(0).text()).isEqualTo("victim");
    }

    @Test
    void turnsCdataIntoText() {
        ReceivedEnvelope envelope = read(envelope("<x>vict<![CDATA[i]]>m</x>"));

        ReceivedElement x = envelope.body().elements().get(0);
        assertThat(x.elements()).isEmpty();
        assertThat(x.text()).isEqualTo("victim");
    }

    @Test
    void refusesProcessingInstructions() {
        assertThat(faultOf(() -> read(envelope("<?target data?>")))).isEqualTo(MESSAGE_UNREADABLE);
    }

    @Test
    void refusesProcessingInstructionsOutsideTheEnvelope() {
        assertThat(faultOf(() -> read("<?target data?>" + envelope("")))).isEqualTo(MESSAGE_UNREADABLE);
        assertThat(faultOf(() -> read(envelope("") + "<?target data?>"))).isEqualTo(MESSAGE_UNREADABLE);
    }

    @Test
    void readsToTheDepthOfTheQuota() {
        // The envelope and its body are two of the 32 levels.
        assertThat(read(envelope(nested(30))).body().elements()).isNotEmpty();

        assertThat(faultOf(() -> read(envelope(nested(31))))).isEqualTo(MESSAGE_TOO_LARGE);
    }

    @Test
    void countsLevelsNotElements() {
        String siblings = "<a><b/><b><c/></b></a>".repeat(500);

        assertThat(read(envelope(siblings)).body().elements()).hasSize(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 200_000})
    void refusesDepthBomb(int levels) {
        assertThat(faultOf(() -> read(envelope(nested(levels))))).isEqualTo(MESSAGE_TOO_LARGE);
    }

    @Test
    void readsAsManyAttributesAsTheQuotaHas() {
        assertThat(read(envelope("<x" + attributes(64) + "/>")).body().elements())
                .isNotEmpty();

        assertThat(faultOf(() -> read(envelope("<x" + attributes(65) + "/>")))).isEqualTo(MESSAGE_TOO_LARGE);
    }

    @Test
    void countsNamespaceDeclarationsAsAttributes() {
        String declarations = IntStream.range(0, 65)
                .mapToObj(i -> " xmlns:n" + i + "='urn:" + i + "'")
                .collect(Collectors.joining());

        assertThat(faultOf(() -> read(envelope("<x" + declarations + "/>")))).isEqualTo(MESSAGE_TOO_LARGE);
    }

    @Test
    void refusesAttributeFlood() {
        assertThat(faultOf(() -> read(envelope("<x" + attributes(20_000) + "/>"))))
                .isIn(MESSAGE_TOO_LARGE, MESSAGE_UNREADABLE);
    }

    /** They are compared again and again: a long one would make a small message costly. */
    @Test
    void refusesLongNamesAndNamespaces() {
        String longest = "n".repeat(1_000);

        assertThat(read(envelope("<" + longest + " xmlns='" + longest + "'/>"))
                        .body()
                        .elements())
                .hasSize(1);
        assertThat(faultOf(() -> read(envelope("<n" + longest + "/>")))).isEqualTo(MESSAGE_TOO_LARGE);
        assertThat(faultOf(() -> read(envelope("<a n" + longest + "=''/>")))).isEqualTo(MESSAGE_TOO_LARGE);
        assertThat(faultOf(() -> read(envelope("<a xmlns:p='n" + longest + "'/>"))))
                .isEqualTo(MESSAGE_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u000B", "\f", "\u0085", "\u00A0"})
    void refusesOtherWhiteSpaceInTheXmlDeclaration(String space) {
        assertThat(faultOf(() -> read("<?xml version='1.0'" + space + "?>" + envelope("<y/>"))))
                .isEqualTo(MESSAGE_UNREADABLE);
    }

    @Test
    void obeysQuotasThatAreSet() {
        var strict = new ReaderQuotas(3, 2);

        assertThat(Documents.envelope(envelope(nested(1)), strict).body().elements())
                .isNotEmpty();
        assertThat(faultOf(() -> Documents.envelope(envelope(nested(2)), strict)))
                .isEqualTo(MESSAGE_TOO_LARGE);
        assertThat(faultOf(() -> Documents.envelope(envelope("<x" + attributes(3) + "/>"), strict)))
                .isEqualTo(MESSAGE_TOO_LARGE);
    }

    @Test
    void readsTheCharsetThatTheTransportNames() {
        assertThat(text(envelope("<x>Zürich</x>"), UTF_8, UTF_8)).isEqualTo("Zürich");
        assertThat(text(envelope("<x>Zürich</x>"), UTF_16, UTF_16)).isEqualTo("Zürich");
        assertThat(text(envelope("<x>Zürich</x>"), UTF_16LE, UTF_16LE)).isEqualTo("Zürich");
    }

    @Test
    void believesTheTransportRatherThanTheDeclaration() {
        assertThat(text("<?xml version='1.0' encoding='iso-8859-1'?>" + envelope("<x>Zürich</x>"), UTF_8, UTF_8))
                .isEqualTo("Zürich");
    }

    @Test
    void refusesOctetsOfAnotherCharset() {
        byte[] latin = envelope("<x>Zürich</x>").getBytes(ISO_8859_1);

        assertThat(faultOf(() -> Documents.envelope(latin, UTF_8, ReaderQuotas.DEFAULT)))
                .isEqualTo(MESSAGE_UNREADABLE);
        assertThat(faultOf(() -> Documents.envelope(envelope("").getBytes(UTF_16LE), UTF_8, ReaderQuotas.DEFAULT)))
                .isEqualTo(MESSAGE_UNREADABLE);
    }

    @Test
    void isReadyAgainAfterAFailure() {
        assertThat(faultOf(() -> read("<"))).isEqualTo(MESSAGE_UNREADABLE);

        assertThat(read(envelope("<x/>")).body().elements()).isNotEmpty();
    }

    @Test
    void servesManyThreads() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        try {
            Callable<String> task = () -> text(envelope("<x>text</x>"), UTF_8, UTF_8);
            for (var result : pool.invokeAll(Collections.nCopies(100, task))) {
                assertThat(result.get()).isEqualTo("text");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static String text(String envelope, Charset written, Charset named) {
        return Documents.envelope(envelope.getBytes(written), named, ReaderQuotas.DEFAULT)
                .body()
                .text();
    }

    private static ReceivedEnvelope read(String text) {
        return Documents.envelope(text, ReaderQuotas.DEFAULT);
    }

    private static String envelope(String body) {
        return "<s:Envelope xmlns:s='" + SOAP_12 + "'><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    private static String nested(int levels) {
        return "<a>".repeat(levels) + "</a>".repeat(levels);
    }

    private static String attributes(int count) {
        return IntStream.range(0, count).mapToObj(i -> " a" + i + "=''").collect(Collectors.joining());
    }
}

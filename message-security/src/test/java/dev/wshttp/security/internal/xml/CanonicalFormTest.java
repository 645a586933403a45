// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.stream.XMLStreamException;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.xml.security.c14n.Canonicalizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exclusive XML Canonicalization 1.0, with Apache Santuario as the oracle. */
class CanonicalFormTest {
    private static final int ENOUGH = 1 << 20;
    private static final int GENERATED_DOCUMENTS = 2_000;

    @BeforeAll
    static void startSantuario() {
        WSSConfig.init();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a/>",
                "<a xmlns='urn:a' xmlns:unused='urn:b'><b xmlns=''><c xmlns='urn:a'/></b></a>",
                "<p:a xmlns:p='urn:a' xmlns:q='urn:q' q:z='1' a='2' p:b='3'><p:b xmlns:p='urn:b'/><p:c/></p:a>",
                "<a b='&lt;&gt;&amp;&quot;&#9;&#10;&#13; x'>&lt;&gt;&amp;\"&#9;&#10;&#13;x</a>",
                "<a><!-- dropped --><?kept as  it is?><?bare?><![CDATA[<&>]]></a>",
                "<a xml:lang='en' xml:space='preserve'> \u00e9 \ud83d\ude00 </a>",
                "<a xmlns:x='urn:1'><x:b xmlns:x='urn:2'><x:c xmlns:x='urn:1'><x:d/></x:c></x:b></a>",
                "<a\r\n  z = 'line\r\nend' >\r\n</a>",
            })
    void writesWhatSantuarioWrites(String document) throws Exception {
        assertThat(canonical(document)).isEqualTo(bySantuario(document));
    }

    @Test
    void writesWhatSantuarioWritesForGeneratedDocuments() throws Exception {
        var random = new Random(12);
        for (int i = 0; i < GENERATED_DOCUMENTS; i++) {
            String document = new GeneratedDocument(random).withInstructions().text();
            assertThat(canonical(document)).as(document).isEqualTo(bySantuario(document));
        }
    }

    @Test
    void refusesToRepeatALongNamespaceWithoutEnd() {
        String namespace = "urn:" + "n".repeat(1_000);
        String document = "<a xmlns:p='" + namespace + "'>" + "<p:b/>".repeat(1_000) + "</a>";

        assertThatThrownBy(() -> parsed(document).canonicalForm(16_000))
                .isInstanceOfSatisfying(
                        MessageSecurityException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE));
    }

    @Test
    void refusesRelativeNamespaces() {
        assertThatThrownBy(() -> canonical("<a xmlns='relative'/>"))
                .isInstanceOfSatisfying(
                        MessageSecurityException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_UNREADABLE));
    }

    private static String canonical(String document) throws XMLStreamException {
        return new String(parsed(document).canonicalForm(ENOUGH), UTF_8);
    }

    private static XmlElement parsed(String document) throws XMLStreamException {
        return new XmlParser(64).parse(document.getBytes(UTF_8));
    }

    private static String bySantuario(String document) throws Exception {
        var parsed = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(document.getBytes(UTF_8)));
        var octets = new ByteArrayOutputStream();
        Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS)
                .canonicalizeSubtree(parsed.getDocumentElement(), octets);
        return octets.toString(UTF_8);
    }
}

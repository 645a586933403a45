// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlParserTest {
    private static final XmlParser PARSER = new XmlParser(8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
                "<a>&unknown;</a>",
                "<a b='&unknown;'/>",
                "<a><b></a></b>",
                "<a/><b/>",
                "<p:a/>",
                "<a b='1' b='2'/>",
                "",
            })
    void refusesWhatIsNoPlainDocument(String document) {
        assertThatThrownBy(() -> parsed(document)).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void acceptsAsManyLevelsAsAllowedAndNoMore() throws XMLStreamException {
        assertThat(parsed("<a>".repeat(8) + "</a>".repeat(8)).elements()).hasSize(1);
        assertThatThrownBy(() -> parsed("<a>".repeat(9) + "</a>".repeat(9)))
                .isInstanceOf(XMLStreamException.class)
                .hasMessageContaining("deeper than 8");
    }

    @Test
    void acceptsAsManyAttributesAsAllowedAndNoMore() throws XMLStreamException {
        assertThat(parsed(withAttributes(XmlParser.MOST_ATTRIBUTES)).attributes())
                .hasSize(XmlParser.MOST_ATTRIBUTES);
        assertThatThrownBy(() -> parsed(withAttributes(XmlParser.MOST_ATTRIBUTES + 1)))
                .isInstanceOf(XMLStreamException.class);
    }

    private static String withAttributes(int count) {
        return IntStream.range(0, count).mapToObj(i -> " a" + i + "=''").collect(joining("", "<a", "/>"));
    }

    @Test
    void acceptsNamesAsLongAsAllowedAndNoLonger() throws XMLStreamException {
        String name = "a".repeat(XmlElementReader.LONGEST_NAME);

        assertThat(parsed("<" + name + " " + name + "='' xmlns:" + name + "='urn:a'/>")
                        .localName())
                .isEqualTo(name);
        for (String tooLong :
                List.of("<a" + name + "/>", "<a a" + name + "=''/>", "<a xmlns:a" + name + "='urn:a'/>")) {
            assertThatThrownBy(() -> parsed(tooLong)).hasMessageContaining("longer than 1000");
        }
    }

    @Test
    void knowsWhereItsDocumentIsFrom() throws XMLStreamException {
        XmlElement root = PARSER.parse("<a><b/></a>".getBytes(UTF_8), "urn:somewhere");

        assertThat(root.location()).isEqualTo("urn:somewhere");
        assertThat(root.elements().get(0).location()).isEqualTo("urn:somewhere");
        assertThat(root.withChildren(List.of()).location()).isEqualTo("urn:somewhere");
        assertThat(parsed("<a/>").location()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a><b></a>|line 1, column ",
                "<!DOCTYPE a><a/>|line 1, column 1: a document type (DOCTYPE) is not accepted",
                "<a>&unknown;</a>|line 1, column ",
            })
    void saysOnOneLineWhatIsWrongAndWhere(String document, String reason) {
        assertThatThrownBy(() -> parsed(document))
                .isInstanceOfSatisfying(
                        XMLStreamException.class,
                        malformed -> assertThat(XmlParser.reason(malformed))
                                .startsWith(reason)
                                .doesNotContain("row,col", "\n", "Message:"));
    }

    @Test
    void readsNamesAttributesAndText() throws XMLStreamException {
        XmlElement root = parsed("<p:a xmlns:p='urn:a' p:x='1' y='2'> one<b>two</b><![CDATA[<three>]]>&amp; </p:a>");

        assertThat(root.is("urn:a", "a")).isTrue();
        assertThat(root.qualifiedName()).isEqualTo("p:a");
        assertThat(root.attribute("urn:a", "x")).isEqualTo("1");
        assertThat(root.attribute("y")).isEqualTo("2");
        assertThat(root.attribute("z")).isEmpty();
        assertThat(root.text()).isEqualTo("onetwo<three>&");
        assertThat(root.elements()).singleElement().extracting(XmlElement::text).isEqualTo("two");
    }

    @Test
    void onlyTheWhiteSpaceOfXmlIsWhiteSpace() throws XMLStreamException {
        assertThat(parsed("<a> \u2003 </a>").text()).isEqualTo("\u2003");
        assertThat(parsed("<a> \u2003 </a>").hasText()).isTrue();
        assertThat(parsed("<a> \t\r\n <b>x</b></a>").hasText()).isFalse();
    }

    @Test
    void knowsTheNamespacesInScopeOfEachElement() throws XMLStreamException {
        XmlElement inner = parsed("<a xmlns:p='urn:p' xmlns='urn:a'><b xmlns=''><c xmlns:p='urn:q'/></b></a>")
                .elements()
                .get(0);

        assertThat(inner.scope().namespace("p")).isEqualTo("urn:p");
        assertThat(inner.elements().get(0).scope().namespace("p")).isEqualTo("urn:q");
    }

    @Test
    void whatIsWrittenReadsAsTheSame() {
        var random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            String document = new GeneratedDocument(random).withInstructions().text();
            XmlElement read = assertParses(document);
            assertThat(XmlElement.of(read).canonicalForm(1 << 20)).as(document).isEqualTo(read.canonicalForm(1 << 20));
        }
    }

    @Test
    void anElementThatIsWrittenAloneKeepsThePrefixesThatItsValuesUse() throws XMLStreamException {
        XmlElement value =
                parsed("<a xmlns:p='urn:p'><b>p:name</b></a>").elements().get(0);

        assertThat(XmlElement.of(value).scope().namespace("p")).isEqualTo("urn:p");
    }

    @Test
    void doesNotShowContentInItsText() throws XMLStreamException {
        assertThat(parsed("<a>secret</a>")).hasToString("a");
    }

    private static XmlElement assertParses(String document) {
        try {
            return parsed(document);
        } catch (XMLStreamException malformed) {
            throw new AssertionError(document, malformed);
        }
    }

    private static XmlElement parsed(String document) throws XMLStreamException {
        return PARSER.parse(document.getBytes(UTF_8));
    }
}

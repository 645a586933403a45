// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import javax.xml.namespace.QName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlElementTest {
    private static final QName ID = new QName("urn:ids", "Id", "u");

    @ParameterizedTest
    @CsvSource({
        "<c xmlns='urn:c'/>", // the prefix is free
        "<c xmlns='urn:c' xmlns:u='urn:ids'/>",
        "<c xmlns='urn:c' xmlns:v='urn:ids' v:Id='old'/>",
        "<c xmlns='urn:c' xmlns:u='urn:other' u:Id='kept'/>", // the prefix stands for another namespace
        "<c xmlns='urn:c' xmlns:u='urn:other' xmlns:u1='urn:third' u1:a='kept'/>",
        "<u:c xmlns:u='urn:c'><u:Id/></u:c>",
    })
    void anAttributeThatIsSetIsReadAgainBesideTheOthers(String written) throws Exception {
        XmlElement element = new XmlParser(10).parse(written.getBytes(UTF_8));

        byte[] octets = XmlOctets.of(element.withAttribute(ID, "new"));

        XmlElement read = new XmlParser(10).parse(octets);
        assertThat(read.attribute("urn:ids", "Id")).isEqualTo("new");
        assertThat(read.attributes())
                .containsAllEntriesOf(element.withAttribute(ID, "new").attributes())
                .hasSize(
                        element.attributes().containsKey(ID)
                                ? element.attributes().size()
                                : element.attributes().size() + 1);
        assertThat(read.name()).isEqualTo(element.name());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** What is read from a fault for people. */
class ElementsTest {
    @Test
    void putsBlanksBetweenTheTextsOfElements() throws Exception {
        byte[] fault = "<f><c><v>s:Sender</v><s> a:InvalidRequest </s></c>\n<r>Malformed.<!-- not this --></r></f>"
                .getBytes(StandardCharsets.UTF_8);
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(fault));

        assertThat(Elements.texts(document.getDocumentElement())).isEqualTo("s:Sender a:InvalidRequest Malformed.");
    }
}

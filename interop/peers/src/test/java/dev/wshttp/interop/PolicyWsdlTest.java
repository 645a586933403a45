// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PolicyWsdlTest {
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy";
    private static final int OPERATIONS = 5;

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "SESSION"})
    void attachesOnePolicyToTheBindingAndOneToEveryMessage(Mode mode) throws Exception {
        var binding = (Element) parse(PolicyWsdl.of(mode))
                .getElementsByTagNameNS(WSDL, "binding")
                .item(0);

        var references = binding.getElementsByTagNameNS(POLICY, "PolicyReference");
        assertThat(references.getLength()).isEqualTo(1 + 2 * OPERATIONS);
        assertThat(((Element) references.item(0)).getAttribute("URI")).isEqualTo("#endpoint");
        assertThat(((Element) references.item(1)).getAttribute("URI")).isEqualTo("#message");
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "SESSION"})
    void addsAssertionsBesideThoseOfWcf(Mode mode) throws Exception {
        var wsdl = parse(PolicyWsdl.of(mode).withAssertions("<own xmlns=\"urn:test\"/>"));

        var own = wsdl.getElementsByTagNameNS("urn:test", "own");
        assertThat(own.getLength()).isEqualTo(1);
        assertThat(own.item(0).getParentNode().getLocalName()).isEqualTo("All");
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "SESSION"})
    void doesNotReplaceWhatIsNotThere(Mode mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyWsdl.of(mode).replaced("not there", ""))
                .withMessageContaining("not there");
    }

    private static Document parse(PolicyWsdl wsdl) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(wsdl.toString().getBytes(StandardCharsets.UTF_8)));
    }
}

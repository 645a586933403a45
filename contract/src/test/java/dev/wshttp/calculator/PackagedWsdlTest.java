// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The packaged WSDL, compared with the one that WCF publishes. */
class PackagedWsdlTest {
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String XSD = XMLConstants.W3C_XML_SCHEMA_NS_URI;

    private final Document packaged = RecordedXml.resource("/" + CalculatorNames.WSDL_LOCATION);
    private final Document recorded = RecordedXml.resource("/wcf/port-type.wsdl");

    @Test
    void hasThePortTypeOfWcf() {
        assertThat(structure(RecordedXml.only(packaged, WSDL, "portType")))
                .isEqualTo(structure(RecordedXml.only(recorded, WSDL, "portType")));
    }

    @Test
    void hasTheMessagesOfWcf() {
        assertThat(messages(packaged)).isEqualTo(messages(recorded)).hasSize(10);
    }

    @Test
    void hasTheElementsOfWcf() {
        assertThat(structure(RecordedXml.only(packaged, XSD, "schema")))
                .isEqualTo(structure(RecordedXml.resource("/wcf/messages.xsd").getDocumentElement()));
    }

    @Test
    void namesServiceAndPortAsTheConstantsDo() {
        var service = RecordedXml.only(packaged, WSDL, "service");
        var port = RecordedXml.only(packaged, WSDL, "port");

        assertThat(packaged.getDocumentElement().getAttribute("targetNamespace"))
                .isEqualTo(CalculatorNames.SERVICE.getNamespaceURI())
                .isEqualTo(CalculatorNames.PORT.getNamespaceURI());
        assertThat(service.getAttribute("name")).isEqualTo(CalculatorNames.SERVICE.getLocalPart());
        assertThat(port.getAttribute("name")).isEqualTo(CalculatorNames.PORT.getLocalPart());
    }

    @Test
    void bindsToSoap12WithAddressing() {
        var binding = RecordedXml.only(packaged, WSDL, "binding");

        assertThat(RecordedXml.elements(binding, "http://schemas.xmlsoap.org/wsdl/soap12/", "binding"))
                .hasSize(1);
        assertThat(RecordedXml.elements(binding, "http://www.w3.org/2006/05/addressing/wsdl", "UsingAddressing"))
                .hasSize(1);
    }

    private static Map<String, List<String>> messages(Document wsdl) {
        var messages = new HashMap<String, List<String>>();
        for (var message : RecordedXml.elements(wsdl.getDocumentElement(), WSDL, "message")) {
            messages.put(message.getAttribute("name"), structure(message));
        }
        return messages;
    }

    /** Elements and attributes in document order. Both documents use tns, and xs or xsd, for the same namespaces. */
    private static List<String> structure(Element element) {
        var lines = new ArrayList<String>();
        describe(element, "", lines);
        return lines;
    }

    private static void describe(Element element, String indent, List<String> lines) {
        lines.add(indent + RecordedXml.name(element) + attributes(element));
        RecordedXml.children(element).forEach(child -> describe(child, indent + "  ", lines));
    }

    private static Map<String, String> attributes(Element element) {
        var attributes = new TreeMap<String, String>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            var attribute = (Attr) element.getAttributes().item(i);
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())) {
                attributes.put(RecordedXml.name(attribute), attribute.getValue());
            }
        }
        return attributes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads XML for a comparison: recorded from WCF, packaged with the contract, or seen on the wire. */
final class RecordedXml {
    static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
    static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

    private RecordedXml() {}

    static Document resource(String name) {
        try (InputStream in = Objects.requireNonNull(RecordedXml.class.getResourceAsStream(name), name)) {
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    static Document parse(byte[] xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalArgumentException("not XML", e);
        }
    }

    /** Returns the one element of this name; fails if there is none or more than one. */
    static Element only(Document document, String namespace, String name) {
        var found = elements(document.getDocumentElement(), namespace, name);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " elements '" + name + "', expected one");
        }
        return found.get(0);
    }

    static List<Element> elements(Element root, String namespace, String name) {
        var found = root.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    static List<Element> children(Element parent) {
        var nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    /** Returns the expanded name of a node, because two stacks write it with different prefixes. */
    static String name(Node node) {
        return "{" + node.getNamespaceURI() + "}" + node.getLocalName();
    }
}

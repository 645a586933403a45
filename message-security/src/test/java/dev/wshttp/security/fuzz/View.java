// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What an envelope says, free of how it is written: expanded names, attributes, text.
 *
 * @param headers the header blocks without the security header, sorted, because their order is not signed
 * @param body the content of the body
 */
public record View(List<String> headers, List<String> body) {
    private static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    /** What an envelope says. */
    public static View of(Element envelope) {
        var headers = new ArrayList<String>();
        var body = new ArrayList<String>();
        for (Element part : children(envelope)) {
            boolean isHeader = "Header".equals(part.getLocalName());
            children(part).stream()
                    .filter(child -> !(isHeader && SECURITY.equals(child.getNamespaceURI())))
                    .forEach(child -> (isHeader ? headers : body).add(text(child)));
        }
        Collections.sort(headers);
        return new View(headers, body);
    }

    /** What an envelope says. */
    public static View of(byte[] octets) {
        try {
            return of(DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(octets))
                    .getDocumentElement());
        } catch (SAXException | IOException | ParserConfigurationException noXml) {
            throw new IllegalArgumentException("no envelope", noXml);
        }
    }

    /** The same headers with another body. */
    public View with(List<String> otherBody) {
        return new View(headers, otherBody);
    }

    /** What is in one and not in the other, for a reader. */
    public static String difference(View found, View expected) {
        return only("found", found, expected) + only("missing", expected, found);
    }

    private static String only(String word, View here, View there) {
        var left = new ArrayList<String>(here.headers);
        left.addAll(here.body);
        there.headers.forEach(left::remove);
        there.body.forEach(left::remove);
        return left.isEmpty() ? "" : " " + word + " " + left;
    }

    private static List<Element> children(Element parent) {
        var found = new ArrayList<Element>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element element) {
        var text = new StringBuilder();
        write(element, text);
        return text.toString();
    }

    private static void write(Element element, StringBuilder text) {
        text.append('<').append(name(element));
        var attributes = new TreeMap<String, String>();
        NamedNodeMap all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            Attr attribute = (Attr) all.item(i);
            if (!"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI())) {
                attributes.put(name(attribute), attribute.getValue());
            }
        }
        attributes.forEach((name, value) ->
                text.append(' ').append(name).append("='").append(value).append('\''));
        text.append('>');
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                write(inner, text);
            } else if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(child.getNodeValue());
            }
        }
        text.append("</>");
    }

    private static String name(Node node) {
        return node.getNamespaceURI() == null
                ? node.getLocalName()
                : "{" + node.getNamespaceURI() + "}" + node.getLocalName();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlOctets;
import dev.wshttp.security.internal.xml.XmlParser;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The DOM elements of envelopes that tests take apart and forge, and the way from values to them and back. */
public final class Elements {
    private Elements() {}

    /** Returns the child elements, in document order. */
    public static List<Element> children(Element parent) {
        var children = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** Returns whether the element has this expanded name. */
    public static boolean is(Element element, String namespace, String localName) {
        return localName.equals(element.getLocalName()) && namespace.equals(element.getNamespaceURI());
    }

    /** Returns the first child element of this name, or null. */
    public static @Nullable Element child(Element parent, String namespace, String localName) {
        return children(parent).stream()
                .filter(element -> is(element, namespace, localName))
                .findFirst()
                .orElse(null);
    }

    /** Returns the id by which references name the element; empty if it has none. */
    public static String id(Element element) {
        boolean unqualified = Namespaces.SIGNATURE.equals(element.getNamespaceURI())
                || Namespaces.ENCRYPTION.equals(element.getNamespaceURI());
        return element.getAttributeNS(unqualified ? null : Namespaces.UTILITY, "Id");
    }

    /** Returns the first element of the body of an envelope. */
    public static Element content(Element envelope) {
        return children(requireNonNull(child(envelope, Namespaces.SOAP, "Body")))
                .get(0);
    }

    /** Returns content as an element of a document of its own. */
    public static Element of(XmlContent content) {
        return Envelopes.parse(XmlOctets.of(content)).getDocumentElement();
    }

    /** Returns an element as a value. */
    public static XmlElement value(Element element) {
        try {
            return new XmlParser(100).parse(Envelopes.canonical(element).getBytes(UTF_8));
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Finds children, ids and text of DOM elements. */
final class Elements {
    private static final DOMImplementation DOM = implementation();

    private Elements() {}

    private static DOMImplementation implementation() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("The JDK's own parser has no special wishes here", impossible);
        }
    }

    /** Returns the child elements, in document order. */
    static List<Element> children(Element parent) {
        var children = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** Returns whether the element has this expanded name. */
    static boolean is(Element element, String namespace, String localName) {
        return localName.equals(element.getLocalName()) && namespace.equals(element.getNamespaceURI());
    }

    /** Returns the only child element, if there is exactly one. */
    static Optional<Element> only(Element parent) {
        List<Element> content = children(parent);
        return content.size() == 1 ? Optional.of(content.get(0)) : Optional.empty();
    }

    /** Returns a document without a root. */
    static Document emptyDocument() {
        return DOM.createDocument(null, null, null);
    }

    /** Returns the first child element of this name, or null. */
    static @Nullable Element child(Element parent, String namespace, String localName) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && is(element, namespace, localName)) {
                return element;
            }
        }
        return null;
    }

    /**
     * Returns the id by which references name the element, in the one form that its namespace gives it: {@code Id} in XML Signature and XML Encryption,
     * {@code wsu:Id} everywhere else (WS-Security 1.0, section 4.1). Empty if it has none.
     */
    static String id(Element element) {
        return hasUnqualifiedId(element.getNamespaceURI())
                ? element.getAttributeNS(null, "Id")
                : element.getAttributeNS(Namespaces.UTILITY, "Id");
    }

    /** Returns whether elements of this namespace have their id in an attribute without namespace. */
    static boolean hasUnqualifiedId(@Nullable String namespace) {
        return Namespaces.SIGNATURE.equals(namespace) || Namespaces.ENCRYPTION.equals(namespace);
    }

    /** Returns the text of the element without leading and trailing white space. */
    static String text(Element element) {
        return WhiteSpace.strip(element.getTextContent());
    }

    /** Returns whether there is text other than white space directly in the element. */
    static boolean hasText(Element element) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() == Node.TEXT_NODE && !WhiteSpace.isAll(node.getNodeValue())) {
                return true;
            }
        }
        return false;
    }
}

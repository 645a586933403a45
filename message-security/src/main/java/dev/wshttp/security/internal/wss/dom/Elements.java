// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.xml.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Finds children and text of DOM elements. */
final class Elements {
    private Elements() {}

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
    private static boolean is(Element element, String namespace, String localName) {
        return localName.equals(element.getLocalName()) && namespace.equals(element.getNamespaceURI());
    }

    /** Returns the only child element, if there is exactly one. */
    static Optional<Element> only(Element parent) {
        List<Element> content = children(parent);
        return content.size() == 1 ? Optional.of(content.get(0)) : Optional.empty();
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

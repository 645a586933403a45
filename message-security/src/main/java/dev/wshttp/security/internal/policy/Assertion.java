// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A piece of a policy or of a WSDL before it is written: a value, which any number of documents may get a copy of.
 *
 * @param name with the prefix that stands for its namespace here
 * @param attributes names, with a prefix if they have a namespace, and values
 * @param text what stands before the children
 */
record Assertion(String name, Map<String, String> attributes, String text, List<Assertion> children) {
    private static final Map<String, String> NAMESPACES = Map.of(
            "wsp", PolicyNames.POLICY,
            "wsu", PolicyNames.UTILITY,
            "sp", PolicyNames.SECURITY_POLICY,
            "mssp", PolicyNames.MICROSOFT_SECURITY_POLICY,
            "wsaw", PolicyNames.ADDRESSING_WSDL,
            "wsa10", PolicyNames.ADDRESSING,
            "id", PolicyNames.ADDRESSING_IDENTITY,
            "ds", PolicyNames.SIGNATURE);

    /** An element with these children. */
    static Assertion element(String name, Assertion... children) {
        return new Assertion(name, Map.of(), "", List.of(children));
    }

    /** An assertion with a policy of its own inside (WS-SecurityPolicy: nested policy). */
    static Assertion nested(String name, Assertion... assertions) {
        return element(name, element("wsp:Policy", assertions));
    }

    /** The same with these attributes. */
    Assertion with(Map<String, String> values) {
        return new Assertion(name, values, text, children);
    }

    /** The same with this text. */
    Assertion saying(String words) {
        return new Assertion(name, attributes, words, children);
    }

    /**
     * Writes it into an element, with a declaration of each prefix that is not known there.
     *
     * @param next the child that it comes before; null for the end
     */
    void writeInto(Element parent, @Nullable Node next) {
        Element element = parent.getOwnerDocument().createElementNS(namespace(name), name);
        parent.insertBefore(element, next);
        declare(element, parent, name);
        attributes.forEach((attribute, value) -> {
            if (attribute.contains(":")) {
                declare(element, parent, attribute);
                element.setAttributeNS(namespace(attribute), attribute, value);
            } else {
                element.setAttributeNS(null, attribute, value);
            }
        });
        element.setTextContent(text);
        children.forEach(child -> child.writeInto(element, null));
    }

    private static void declare(Element element, Element parent, String name) {
        String prefix = prefix(name);
        if (!namespace(name).equals(parent.lookupNamespaceURI(prefix))) {
            element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + prefix, namespace(name));
        }
    }

    private static String namespace(String name) {
        return NAMESPACES.getOrDefault(prefix(name), "");
    }

    private static String prefix(String name) {
        return name.substring(0, name.indexOf(':'));
    }
}

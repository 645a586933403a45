// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.NamespaceScope;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;

/**
 * An element of a policy or of a WSDL as a value, which can be written into any number of documents.
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
            "wsoma", PolicyNames.OPTIMIZED,
            "id", PolicyNames.ADDRESSING_IDENTITY,
            "ds", PolicyNames.SIGNATURE);

    /** Returns an element with these children. */
    static Assertion element(String name, Assertion... children) {
        return new Assertion(name, Map.of(), "", List.of(children));
    }

    /** Returns an assertion with a policy of its own inside (WS-SecurityPolicy: nested policy). */
    static Assertion nested(String name, Assertion... assertions) {
        return element(name, element("wsp:Policy", assertions));
    }

    /** Returns the same with these attributes. */
    Assertion with(Map<String, String> values) {
        return new Assertion(name, values, text, children);
    }

    /** Returns the same with this text. */
    Assertion saying(String words) {
        return new Assertion(name, attributes, words, children);
    }

    /** Returns it as a child of an element, with a declaration of each prefix that is not known there. */
    XmlElement in(XmlElement parent) {
        return in(parent.scope());
    }

    private XmlElement in(NamespaceScope scope) {
        var declarations = new LinkedHashMap<String, String>();
        declarations.put(prefix(name), namespace(name));
        var values = new LinkedHashMap<QName, String>();
        attributes.forEach((attribute, value) -> {
            if (attribute.contains(":")) {
                declarations.put(prefix(attribute), namespace(attribute));
            }
            values.put(qualified(attribute), value);
        });
        NamespaceScope inner = scope.with(declarations);
        var content = new ArrayList<XmlNode>();
        if (!text.isEmpty()) {
            content.add(new XmlNode.Text(text));
        }
        children.forEach(child -> content.add(child.in(inner)));
        return new XmlElement(qualified(name), inner, values, content);
    }

    private static QName qualified(String name) {
        return name.contains(":")
                ? new QName(namespace(name), name.substring(name.indexOf(':') + 1), prefix(name))
                : new QName(name);
    }

    private static String namespace(String name) {
        return NAMESPACES.getOrDefault(prefix(name), "");
    }

    private static String prefix(String name) {
        return name.substring(0, name.indexOf(':'));
    }
}

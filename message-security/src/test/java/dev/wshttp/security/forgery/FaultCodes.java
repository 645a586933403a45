// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.internal.soap.Namespaces;
import java.util.List;
import org.w3c.dom.Element;

/** The codes of a fault (SOAP 1.2, part 1, section 5.4.1). */
final class FaultCodes {
    /** The prefix of names of codes, which stand in text: a canonical form keeps its declaration only if it is told to. */
    static final String PREFIX = "n";

    private FaultCodes() {}

    /** Sets the outermost code. */
    static void code(Forgery message, String namespace, String name) {
        set(message.first("Value"), namespace, name);
    }

    /** Adds a code inside the innermost one. */
    static void subcode(Forgery message, String namespace, String name) {
        List<Element> inner = message.all("Subcode");
        Element outer = inner.isEmpty() ? message.first("Code") : inner.get(inner.size() - 1);
        Element subcode = message.create(Namespaces.SOAP, "s:Subcode");
        Element value = message.create(Namespaces.SOAP, "s:Value");
        set(value, namespace, name);
        subcode.appendChild(value);
        outer.appendChild(subcode);
    }

    /** Writes a name with a prefix, or without one if it is in no namespace: no default namespace is declared around it. */
    private static void set(Element value, String namespace, String name) {
        if (namespace.isEmpty()) {
            value.setTextContent(name);
            return;
        }
        value.setAttributeNS(Namespaces.XMLNS, "xmlns:" + PREFIX, namespace);
        value.setTextContent(PREFIX + ":" + name);
    }
}

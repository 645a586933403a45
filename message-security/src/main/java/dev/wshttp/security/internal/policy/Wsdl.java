// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/** Finds and replaces elements of a WSDL. */
final class Wsdl {
    private Wsdl() {}

    static boolean is(XmlElement element, String localName) {
        return element.is(PolicyNames.WSDL, localName);
    }

    /** Returns the child elements of WSDL with this name. */
    static List<XmlElement> children(XmlElement parent, String localName) {
        return parent.elements(PolicyNames.WSDL, localName);
    }

    /** Returns the definition of this name, if it is in these definitions. */
    static Optional<XmlElement> named(XmlElement definitions, String kind, QName name) {
        return definitions.attribute("targetNamespace").equals(name.getNamespaceURI())
                ? named(definitions, kind, name.getLocalPart())
                : Optional.empty();
    }

    /** Returns the child whose attribute {@code name} has this value. */
    static Optional<XmlElement> named(XmlElement parent, String kind, String name) {
        return children(parent, kind).stream()
                .filter(child -> child.attribute("name").equals(name))
                .findFirst();
    }

    /** Returns whether a {@code wsdl:binding} is one for SOAP 1.2. */
    static boolean isSoap12(XmlElement binding) {
        return binding.element(PolicyNames.WSDL_SOAP12, "binding").isPresent();
    }

    /** Returns the element with others before all its children but the documentation, which the schema of WSDL wants first. */
    static XmlElement withFirst(XmlElement parent, List<XmlElement> added) {
        var children = new ArrayList<XmlNode>(parent.children());
        int documentation = children(parent, "documentation").stream()
                .mapToInt(children::indexOf)
                .findFirst()
                .orElse(-1);
        children.addAll(documentation + 1, added);
        return parent.withChildren(children);
    }

    /** Returns the element with another one in the place of one that is in it. */
    static XmlElement replaced(XmlElement within, XmlElement old, XmlElement replacement) {
        if (within == old) {
            return replacement;
        }
        var children = new ArrayList<XmlNode>();
        for (XmlNode child : within.children()) {
            children.add(child instanceof XmlElement element ? replaced(element, old, replacement) : child);
        }
        return children.equals(within.children()) ? within : within.withChildren(children);
    }
}

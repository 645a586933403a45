// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The few questions that are asked of a WSDL. */
final class Wsdl {
    private Wsdl() {}

    static boolean is(Element element, String localName) {
        return MetadataXml.is(element, PolicyNames.WSDL, localName);
    }

    /** The child elements of WSDL with this name. */
    static List<Element> children(Element parent, String localName) {
        return MetadataXml.children(parent, PolicyNames.WSDL, localName);
    }

    /** The definition of this name, if it is in these definitions. */
    static Optional<Element> named(Element definitions, String kind, QName name) {
        return definitions.getAttribute("targetNamespace").equals(name.getNamespaceURI())
                ? named(definitions, kind, name.getLocalPart())
                : Optional.empty();
    }

    /** The child of this name attribute. */
    static Optional<Element> named(Element parent, String kind, String name) {
        return children(parent, kind).stream()
                .filter(child -> child.getAttribute("name").equals(name))
                .findFirst();
    }

    /** Whether a {@code wsdl:binding} is one for SOAP 1.2. */
    static boolean isSoap12(Element binding) {
        return MetadataXml.child(binding, PolicyNames.WSDL_SOAP12, "binding").isPresent();
    }

    /** The first child that something may stand before: the schema of WSDL wants its documentation first. */
    static @Nullable Node afterDocumentation(Element parent) {
        List<Element> documentation = children(parent, "documentation");
        return documentation.isEmpty()
                ? parent.getFirstChild()
                : documentation.get(0).getNextSibling();
    }
}

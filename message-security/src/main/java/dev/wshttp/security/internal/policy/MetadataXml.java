// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.SecurityFault.METADATA_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.UntrustedText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Turns octets of a stranger into a document without DTD or entities, and asks the few questions that there are about its elements. */
final class MetadataXml {
    /** How deep elements may be nested. WCF's deepest policy has 19 levels. */
    static final int DEEPEST_ELEMENT = 64;

    private static final Set<String> POLICY_VERSIONS = Set.of(PolicyNames.POLICY, ForeignNames.POLICY_15);

    private MetadataXml() {}

    /** @throws MessageSecurityException with {@code METADATA_UNREADABLE} */
    static Element parse(byte[] octets, String where) {
        try {
            var builder = hardenedFactory().newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            Document document = builder.parse(new ByteArrayInputStream(octets));
            document.setDocumentURI(where);
            return document.getDocumentElement();
        } catch (SAXException | IOException malformed) {
            throw new MessageSecurityException(
                    METADATA_UNREADABLE,
                    "The document at '" + where + "' is no XML that is accepted here: "
                            + printable(String.valueOf(malformed.getMessage()))
                            + " (expected a WSDL without a DTD, at most "
                            + DEEPEST_ELEMENT + " levels deep). Check that the address is that of a service's '?wsdl'.",
                    malformed);
        } catch (ParserConfigurationException unsupported) {
            throw new IllegalStateException("The JDK's XML parser lacks a protection", unsupported);
        }
    }

    private static DocumentBuilderFactory hardenedFactory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
        factory.setAttribute("jdk.xml.maxElementDepth", String.valueOf(DEEPEST_ELEMENT));
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        factory.setIgnoringComments(true);
        factory.setCoalescing(true);
        return factory;
    }

    /** Where the document of an element is from. */
    static String source(Element element) {
        return printable(String.valueOf(element.getOwnerDocument().getDocumentURI()));
    }

    static List<Element> children(Element parent) {
        var children = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static List<Element> children(Element parent, String namespace, String localName) {
        return children(parent).stream()
                .filter(child -> is(child, namespace, localName))
                .toList();
    }

    static Optional<Element> child(Element parent, String namespace, String localName) {
        return children(parent, namespace, localName).stream().findFirst();
    }

    static boolean is(Element element, String namespace, String localName) {
        return localName.equals(element.getLocalName()) && namespace.equals(element.getNamespaceURI());
    }

    /** Whether this is an element of WS-Policy itself and no assertion. */
    static boolean isPolicyElement(Element element) {
        return element.getNamespaceURI() != null && POLICY_VERSIONS.contains(element.getNamespaceURI());
    }

    static boolean isPolicyElement(Element element, String localName) {
        return isPolicyElement(element) && localName.equals(element.getLocalName());
    }

    /** An attribute of WS-Policy, of whichever version; empty if there is none. */
    static String policyAttribute(Element element, String localName) {
        return POLICY_VERSIONS.stream()
                .map(version -> element.getAttributeNS(version, localName))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    static String name(Element element) {
        return printable(element.getAttributeNS(null, "name"));
    }

    /** The qualified name in an attribute; a name without a prefix is in the default namespace (WSDL 1.1, section 2.1.1). */
    static QName qualifiedName(Element element, String attribute) {
        String text = element.getAttributeNS(null, attribute).strip();
        int colon = text.indexOf(':');
        String namespace = element.lookupNamespaceURI(colon < 0 ? null : text.substring(0, colon));
        return new QName(namespace == null ? "" : namespace, text.substring(colon + 1));
    }

    /** The beginning of a stranger's text without characters that would start a new line of a log or move a cursor. */
    static String printable(String text) {
        return UntrustedText.oneLine(text);
    }
}

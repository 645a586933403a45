// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.SecurityFault.METADATA_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlParser;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;

/** Parses the documents of a service, which may be hostile, and answers the questions that WS-Policy and WSDL have about an element. */
final class MetadataXml {
    /** How deep elements may be nested. WCF's deepest policy has 19 levels. */
    static final int DEEPEST_ELEMENT = 64;

    private static final Set<String> POLICY_VERSIONS = Set.of(PolicyNames.POLICY, ForeignNames.POLICY_15);

    private MetadataXml() {}

    /**
     * Parses a document.
     *
     * @param where the place that the document is from
     * @throws MessageSecurityException with {@code METADATA_UNREADABLE}
     */
    static XmlElement parse(byte[] octets, String where) {
        try {
            // A parser keeps the names that it has met: one for each document forgets those of a hostile one.
            return new XmlParser(DEEPEST_ELEMENT).parse(octets, where);
        } catch (XMLStreamException malformed) {
            throw new MessageSecurityException(
                    METADATA_UNREADABLE,
                    "The document at '" + printable(where) + "' is no XML that is accepted here: "
                            + printable(XmlParser.reason(malformed))
                            + " (expected a WSDL without a DOCTYPE, at most "
                            + DEEPEST_ELEMENT + " levels deep). Check that the address is that of a service's '?wsdl'.",
                    malformed);
        }
    }

    /** Returns the place that the document of an element is from. */
    static String source(XmlElement element) {
        return printable(element.location());
    }

    /** Returns whether this is an element of WS-Policy itself and no assertion. */
    static boolean isPolicyElement(XmlElement element) {
        return POLICY_VERSIONS.contains(element.namespace());
    }

    static boolean isPolicyElement(XmlElement element, String localName) {
        return isPolicyElement(element) && localName.equals(element.localName());
    }

    /** Returns an attribute of WS-Policy, of either version; empty if there is none. */
    static String policyAttribute(XmlElement element, String localName) {
        return POLICY_VERSIONS.stream()
                .map(version -> element.attribute(version, localName))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    static String name(XmlElement element) {
        return printable(element.attribute("name"));
    }

    /** Returns the qualified name in an attribute; a name without a prefix is in the default namespace (WSDL 1.1, section 2.1.1). */
    static QName qualifiedName(XmlElement element, String attribute) {
        String text = element.attribute(attribute).strip();
        int colon = text.indexOf(':');
        String prefix = colon < 0 ? "" : text.substring(0, colon);
        return new QName(element.scope().namespace(prefix), text.substring(colon + 1));
    }

    /** Returns the beginning of a peer's text without characters that would start a new line of a log or move a cursor. */
    static String printable(String text) {
        return UntrustedText.oneLine(text);
    }
}

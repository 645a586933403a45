// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Base64;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Reads and writes the elements that requests and responses have in common. */
final class TrustXml {
    private static final int MOST_ENTROPY_BYTES = 128;
    private static final int MOST_CONTEXT_CHARACTERS = 1_024;

    private TrustXml() {}

    static MessageSecurityException invalid(String found, String expected) {
        return new MessageSecurityException(
                SecurityFault.TOKEN_REQUEST_INVALID,
                "The token exchange has " + found + " (expected " + expected
                        + "). Both sides need WS-Trust and WS-SecureConversation of February 2005.");
    }

    static void require(XmlElement content, String name) {
        if (!content.is(Namespaces.TRUST, name)) {
            throw invalid("'" + content.localName() + "' in the body", "a " + name);
        }
    }

    /** Returns the attribute that all legs of a negotiation have in common. */
    static String requireContext(XmlElement parent) {
        String context = parent.attribute("Context");
        if (context.isEmpty() || context.length() > MOST_CONTEXT_CHARACTERS) {
            throw invalid("a Context of " + context.length() + " characters", "one of 1 to " + MOST_CONTEXT_CHARACTERS);
        }
        return context;
    }

    static Optional<XmlElement> child(XmlElement parent, String name) {
        return parent.element(Namespaces.TRUST, name);
    }

    static Optional<String> text(XmlElement parent, String name) {
        return child(parent, name).map(XmlElement::text);
    }

    /** Returns the octets of {@code Entropy/BinarySecret}. Interop: WCF accepts any type and any size. */
    static byte[] entropy(XmlElement parent) {
        String text = child(parent, "Entropy")
                .flatMap(entropy -> text(entropy, "BinarySecret"))
                .orElseThrow(() -> invalid("no entropy", "Entropy with a BinarySecret"));
        try {
            byte[] octets = Base64.getMimeDecoder().decode(text);
            if (octets.length == 0 || octets.length > MOST_ENTROPY_BYTES) {
                throw invalid(octets.length + " bytes of entropy", "1 to " + MOST_ENTROPY_BYTES);
            }
            return octets;
        } catch (IllegalArgumentException damaged) {
            throw invalid("entropy that is no base64", "base64");
        }
    }

    static void requireContextType(XmlElement parent) {
        text(parent, "TokenType")
                .filter(type -> !type.equals(Namespaces.CONTEXT_TYPE))
                .ifPresent(other -> {
                    throw invalid("the token type '" + other + "'", "'" + Namespaces.CONTEXT_TYPE + "', or none");
                });
    }

    /** Returns the key size in bits, if the message names one. */
    static Optional<Integer> keySize(XmlElement parent) {
        return text(parent, "KeySize").map(size -> {
            if (!size.matches("\\d{1,5}")) {
                throw invalid("the key size '" + size + "'", "a number of bits");
            }
            return Integer.parseInt(size);
        });
    }

    static void writeText(XMLStreamWriter writer, String name, String text) throws XMLStreamException {
        writer.writeStartElement("t", name, Namespaces.TRUST);
        writer.writeCharacters(text);
        writer.writeEndElement();
    }

    static void writeEntropy(XMLStreamWriter writer, byte[] entropy) throws XMLStreamException {
        writer.writeStartElement("t", "Entropy", Namespaces.TRUST);
        writer.writeStartElement("t", "BinarySecret", Namespaces.TRUST);
        writer.writeNamespace("u", Namespaces.UTILITY);
        writer.writeAttribute("u", Namespaces.UTILITY, "Id", SecurityContextToken.newId());
        writer.writeAttribute("Type", Namespaces.TRUST + "/Nonce");
        writer.writeCharacters(Base64.getEncoder().encodeToString(entropy));
        writer.writeEndElement();
        writer.writeEndElement();
    }

    /** Writes a reference to a context whose token is not in the message. */
    static void writeReference(XMLStreamWriter writer, SecurityContextToken context) throws XMLStreamException {
        startReference(writer);
        writer.writeAttribute("URI", context.identifier());
        if (!context.instance().isEmpty()) {
            writer.writeNamespace("c", Namespaces.CONVERSATION);
            writer.writeAttribute("c", Namespaces.CONVERSATION, "Instance", context.instance());
        }
        writer.writeAttribute("ValueType", Namespaces.CONTEXT_TYPE);
        endReference(writer);
    }

    static void startReference(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("o", "SecurityTokenReference", Namespaces.SECURITY);
        writer.writeNamespace("o", Namespaces.SECURITY);
        writer.writeStartElement("o", "Reference", Namespaces.SECURITY);
    }

    static void endReference(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeEndElement();
        writer.writeEndElement();
    }
}

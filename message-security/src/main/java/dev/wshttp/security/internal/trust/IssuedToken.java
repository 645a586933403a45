// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.xml.XmlElement;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Reads and writes a security context token inside a response, with the two references that WCF adds (WS-Trust, February 2005, section 4.2). */
final class IssuedToken {
    static final String ELEMENT = "RequestedSecurityToken";

    private IssuedToken() {}

    static SecurityContextToken read(XmlElement response) {
        XmlElement token = TrustXml.child(response, ELEMENT)
                .flatMap(requested -> requested.element(Namespaces.CONVERSATION, "SecurityContextToken"))
                .orElseThrow(() -> TrustXml.invalid("no token", "a SecurityContextToken"));
        String identifier = textOf(token, "Identifier");
        if (identifier.isEmpty()) {
            throw TrustXml.invalid("a SecurityContextToken without Identifier", "one");
        }
        String id = token.attribute(Namespaces.UTILITY, "Id");
        return new SecurityContextToken(
                id.isEmpty() ? SecurityContextToken.newId() : id, identifier, textOf(token, "Instance"));
    }

    private static String textOf(XmlElement token, String name) {
        return token.element(Namespaces.CONVERSATION, name)
                .map(XmlElement::text)
                .orElse("");
    }

    static void write(XMLStreamWriter writer, SecurityContextToken token) throws XMLStreamException {
        writer.writeStartElement("t", ELEMENT, Namespaces.TRUST);
        writer.writeStartElement("c", "SecurityContextToken", Namespaces.CONVERSATION);
        writer.writeNamespace("c", Namespaces.CONVERSATION);
        writer.writeAttribute("u", Namespaces.UTILITY, "Id", token.id());
        writeName(writer, "Identifier", token.identifier());
        if (!token.instance().isEmpty()) {
            writeName(writer, "Instance", token.instance());
        }
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private static void writeName(XMLStreamWriter writer, String element, String name) throws XMLStreamException {
        writer.writeStartElement("c", element, Namespaces.CONVERSATION);
        writer.writeCharacters(name);
        writer.writeEndElement();
    }

    static void writeReferences(XMLStreamWriter writer, SecurityContextToken token) throws XMLStreamException {
        writer.writeStartElement("t", "RequestedAttachedReference", Namespaces.TRUST);
        TrustXml.startReference(writer);
        writer.writeAttribute("ValueType", Namespaces.CONTEXT_TYPE);
        writer.writeAttribute("URI", "#" + token.id());
        TrustXml.endReference(writer);
        writer.writeEndElement();
        writer.writeStartElement("t", "RequestedUnattachedReference", Namespaces.TRUST);
        TrustXml.writeReference(writer, token);
        writer.writeEndElement();
    }
}

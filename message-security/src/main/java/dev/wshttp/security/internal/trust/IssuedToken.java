// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlOctets;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Reads and writes a security context token inside a response, with the two references that WCF adds (WS-Trust, February 2005, section 4.2). */
final class IssuedToken {
    static final String ELEMENT = "RequestedSecurityToken";

    private static final QName ID = new QName(Namespaces.UTILITY, "Id", "u");

    /** The client sends all of a token with each request. WCF's quota for a message is as large. */
    private static final int MOST_BYTES = 65_536;

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
        XmlElement named = id.isEmpty() ? token.withAttribute(ID, SecurityContextToken.newId()) : token;
        var usual = new SecurityContextToken(
                named.attribute(Namespaces.UTILITY, "Id"), identifier, textOf(token, "Instance"));
        var typed = isUntyped(response) ? usual.untyped() : usual;
        return isUsual(named) ? typed : typed.issuedAs(text(named));
    }

    /** Interop: the client of WCF writes its references with or without the type, as the service wrote the one that it issued. */
    private static boolean isUntyped(XmlElement response) {
        return TrustXml.child(response, "RequestedAttachedReference")
                .flatMap(attached -> attached.element(Namespaces.SECURITY, "SecurityTokenReference"))
                .flatMap(reference -> reference.element(Namespaces.SECURITY, "Reference"))
                .filter(reference -> reference.attribute("ValueType").isEmpty())
                .isPresent();
    }

    /** Returns whether a token has an id, its names, and nothing else. */
    private static boolean isUsual(XmlElement token) {
        List<String> names = token.elements().stream()
                .map(child -> child.is(Namespaces.CONVERSATION, child.localName()) ? child.localName() : "")
                .toList();
        return token.attributes().keySet().equals(Set.of(ID))
                && names.size() == token.children().size()
                && (names.equals(List.of("Identifier")) || names.equals(List.of("Identifier", "Instance")))
                && token.elements().stream().allMatch(IssuedToken::isName);
    }

    private static boolean isName(XmlElement child) {
        return child.attributes().isEmpty() && child.elements().isEmpty();
    }

    /** Interop: a token is opaque to its client; that of a service of WCF may have the service's state in it (dnse:Cookie). */
    private static String text(XmlElement token) {
        byte[] octets = XmlOctets.of(token);
        if (octets.length > MOST_BYTES) {
            throw TrustXml.invalid("a token of " + octets.length + " bytes", "at most " + MOST_BYTES);
        }
        return new String(octets, UTF_8);
    }

    private static String textOf(XmlElement token, String name) {
        return token.element(Namespaces.CONVERSATION, name)
                .map(XmlElement::text)
                .orElse("");
    }

    static void write(XMLStreamWriter writer, SecurityContextToken token) throws XMLStreamException {
        writer.writeStartElement("t", ELEMENT, Namespaces.TRUST);
        writer.writeStartElement("c", "SecurityContextToken", Namespaces.CONVERSATION);
        // Interop: in this order WCF's client sends it back octet by octet.
        writer.writeAttribute("u", Namespaces.UTILITY, "Id", token.id());
        writer.writeNamespace("c", Namespaces.CONVERSATION);
        writeName(writer, "Identifier", token.identifier());
        if (!token.instance().isEmpty()) {
            writeName(writer, "Instance", token.instance());
        }
        if (!token.cookie().isEmpty()) {
            writeCookie(writer, token.cookie());
        }
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private static void writeName(XMLStreamWriter writer, String element, String name) throws XMLStreamException {
        writer.writeStartElement("c", element, Namespaces.CONVERSATION);
        writer.writeCharacters(name);
        writer.writeEndElement();
    }

    /** Interop: as a service of WCF writes its state, and so its client sends it back (the identifier has to be the first node). */
    private static void writeCookie(XMLStreamWriter writer, String cookie) throws XMLStreamException {
        writer.writeStartElement("dnse", "Cookie", Namespaces.WCF_SECURITY);
        writer.writeNamespace("dnse", Namespaces.WCF_SECURITY);
        writer.writeCharacters(cookie);
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

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.UtcTime;
import dev.wshttp.security.internal.soap.XmlContent;
import dev.wshttp.security.internal.token.SecurityContextToken;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.Element;

/**
 * A {@code wst:RequestSecurityTokenResponse} that grants a key of a security context (WS-Trust, February 2005, section 4).
 *
 * @param token names context and key
 * @param entropy the service's contribution to the key
 * @param keySizeBits of the key; 0 if the response names none
 * @param lifetime of the key; empty if the response names none
 * @param context what the request wanted repeated; empty if there is nothing
 */
public record RequestSecurityTokenResponse(
        SecurityContextToken token, byte[] entropy, int keySizeBits, Optional<Lifetime> lifetime, String context)
        implements XmlContent {

    /** From when to when a key may be used. */
    public record Lifetime(Instant created, Instant expires) {}

    /** The answer to a request to cancel. */
    public static XmlContent cancelled() {
        return writer -> {
            writer.writeStartElement("t", "RequestSecurityTokenResponse", Namespaces.TRUST);
            writer.writeNamespace("t", Namespaces.TRUST);
            TrustXml.writeText(writer, "RequestedTokenCancelled", "");
            writer.writeEndElement();
        };
    }

    /**
     * Requires the answer to a request to cancel.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static void requireCancelled(Element content) {
        requireResponse(content);
        if (TrustXml.child(content, "RequestedTokenCancelled").isEmpty()) {
            throw TrustXml.invalid("no RequestedTokenCancelled", "one in the answer to Cancel");
        }
    }

    /**
     * Reads the content of a body.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static RequestSecurityTokenResponse read(Element content) {
        requireResponse(content);
        TrustXml.requireContextType(content);
        String computation = TrustXml.child(content, "RequestedProofToken")
                .flatMap(proof -> TrustXml.text(proof, "ComputedKey"))
                .orElse("");
        if (!computation.equals(ComputedKey.ALGORITHM)) {
            throw TrustXml.invalid(
                    "the proof token '" + computation + "'",
                    "a key computed from the entropy of both sides, '" + ComputedKey.ALGORITHM + "'");
        }
        return new RequestSecurityTokenResponse(
                token(content),
                TrustXml.entropy(content),
                TrustXml.keySize(content).orElse(0),
                TrustXml.child(content, "Lifetime").map(RequestSecurityTokenResponse::readLifetime),
                content.getAttributeNS(null, "Context"));
    }

    private static void requireResponse(Element content) {
        if (!Elements.is(content, Namespaces.TRUST, "RequestSecurityTokenResponse")) {
            throw TrustXml.invalid("'" + content.getLocalName() + "' in the body", "a RequestSecurityTokenResponse");
        }
    }

    private static SecurityContextToken token(Element content) {
        Element token = TrustXml.child(content, "RequestedSecurityToken")
                .map(requested -> Elements.child(requested, Namespaces.CONVERSATION, "SecurityContextToken"))
                .orElseThrow(() -> TrustXml.invalid("no token", "a SecurityContextToken"));
        Element identifier = Elements.child(token, Namespaces.CONVERSATION, "Identifier");
        if (identifier == null || Elements.text(identifier).isEmpty()) {
            throw TrustXml.invalid("a SecurityContextToken without Identifier", "one");
        }
        Element instance = Elements.child(token, Namespaces.CONVERSATION, "Instance");
        String id = Elements.id(token);
        return new SecurityContextToken(
                id.isEmpty() ? SecurityContextToken.newId() : id,
                Elements.text(identifier),
                instance == null ? "" : Elements.text(instance));
    }

    private static Lifetime readLifetime(Element lifetime) {
        return new Lifetime(time(lifetime, "Created"), time(lifetime, "Expires"));
    }

    private static Instant time(Element lifetime, String name) {
        Element time = Elements.child(lifetime, Namespaces.UTILITY, name);
        try {
            return Instant.parse(time == null ? "" : Elements.text(time));
        } catch (DateTimeException malformed) {
            throw TrustXml.invalid("a Lifetime without " + name, "Created and Expires in UTC");
        }
    }

    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", "RequestSecurityTokenResponse", Namespaces.TRUST);
        writer.writeNamespace("t", Namespaces.TRUST);
        writer.writeNamespace("u", Namespaces.UTILITY);
        if (!context.isEmpty()) {
            writer.writeAttribute("Context", context);
        }
        TrustXml.writeText(writer, "TokenType", Namespaces.CONTEXT_TYPE);
        writeToken(writer);
        writeReferences(writer);
        writer.writeStartElement("t", "RequestedProofToken", Namespaces.TRUST);
        TrustXml.writeText(writer, "ComputedKey", ComputedKey.ALGORITHM);
        writer.writeEndElement();
        TrustXml.writeEntropy(writer, entropy);
        if (lifetime.isPresent()) {
            writeLifetime(writer, lifetime.get());
        }
        TrustXml.writeText(writer, "KeySize", Integer.toString(keySizeBits));
        writer.writeEndElement();
    }

    private void writeToken(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", "RequestedSecurityToken", Namespaces.TRUST);
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

    private void writeReferences(XMLStreamWriter writer) throws XMLStreamException {
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

    private static void writeLifetime(XMLStreamWriter writer, Lifetime lifetime) throws XMLStreamException {
        writer.writeStartElement("t", "Lifetime", Namespaces.TRUST);
        writeTime(writer, "Created", lifetime.created());
        writeTime(writer, "Expires", lifetime.expires());
        writer.writeEndElement();
    }

    private static void writeTime(XMLStreamWriter writer, String name, Instant time) throws XMLStreamException {
        writer.writeStartElement("u", name, Namespaces.UTILITY);
        writer.writeCharacters(UtcTime.text(time));
        writer.writeEndElement();
    }

    @Override
    public String toString() {
        return "RequestSecurityTokenResponse[" + token.identifier() + "]";
    }
}

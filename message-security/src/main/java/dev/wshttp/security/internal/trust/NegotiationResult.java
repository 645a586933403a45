// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Base64;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The last leg of a negotiation: a collection of two responses, the one with the token and the one with the {@code wst:Authenticator} (WS-Trust,
 * February 2005, "Authenticating Exchanges").
 *
 * @param combinedHash the hash over all legs, keyed with the key of the token
 */
public record NegotiationResult(NegotiatedToken issued, byte[] combinedHash) implements XmlContent {
    private static final String COLLECTION = "RequestSecurityTokenResponseCollection";

    /** Returns whether the content of a body is the last leg, and not one in between. */
    public static boolean isOne(XmlElement content) {
        return content.is(Namespaces.TRUST, COLLECTION);
    }

    /**
     * Reads the content of a body.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}, or {@link SecurityFault#AUTHENTICATOR_MISMATCH} if
     *     there is no authenticator
     */
    public static NegotiationResult read(XmlElement content) {
        TrustXml.require(content, COLLECTION);
        List<XmlElement> responses = content.elements();
        if (responses.isEmpty()) {
            throw TrustXml.invalid("an empty collection", "the token and its authenticator");
        }
        NegotiatedToken issued = NegotiatedToken.read(responses.get(0));
        if (responses.size() != 2) {
            throw unauthenticated("it has " + responses.size() + " responses");
        }
        TrustXml.require(responses.get(1), "RequestSecurityTokenResponse");
        if (!TrustXml.requireContext(responses.get(1)).equals(issued.context())) {
            throw TrustXml.invalid("an authenticator of another Context", "the Context of the negotiation");
        }
        return new NegotiationResult(issued, readHash(responses.get(1)));
    }

    private static byte[] readHash(XmlElement response) {
        String text = TrustXml.child(response, "Authenticator")
                .flatMap(authenticator -> TrustXml.text(authenticator, "CombinedHash"))
                .orElseThrow(() -> unauthenticated("its second response has no CombinedHash"));
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException damaged) {
            throw unauthenticated("its CombinedHash is no base64");
        }
    }

    private static MessageSecurityException unauthenticated(String found) {
        return new MessageSecurityException(
                SecurityFault.AUTHENTICATOR_MISMATCH,
                "The last leg of the negotiation is not authenticated: " + found
                        + " (expected an Authenticator over all legs). The token is not used. Either an attacker on the path removed it, or the"
                        + " service does not implement TLSNEGO as WCF does.");
    }

    /** Returns what both sides authenticate of the last leg: its first response without the token and its key. */
    public static XmlElement authenticated(XmlElement collection) {
        return NegotiatedToken.authenticated(collection.elements().get(0));
    }

    /** Returns the same on the side that is about to write the leg. */
    public static XmlElement authenticated(NegotiatedToken issued) {
        return NegotiatedToken.authenticated(XmlElement.of(issued));
    }

    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", COLLECTION, Namespaces.TRUST);
        writer.writeNamespace("t", Namespaces.TRUST);
        issued.writeTo(writer);
        writer.writeStartElement("t", "RequestSecurityTokenResponse", Namespaces.TRUST);
        writer.writeNamespace("u", Namespaces.UTILITY);
        writer.writeAttribute("Context", issued.context());
        writer.writeStartElement("t", "Authenticator", Namespaces.TRUST);
        TrustXml.writeText(writer, "CombinedHash", Base64.getEncoder().encodeToString(combinedHash));
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndElement();
    }

    @Override
    public String toString() {
        return "NegotiationResult[" + issued + "]";
    }
}

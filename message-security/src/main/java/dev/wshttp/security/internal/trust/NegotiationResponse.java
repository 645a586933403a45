// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A leg in the middle of a negotiation, from either side: a {@code wst:RequestSecurityTokenResponse} with the next flight of the handshake. The
 * first leg is a {@link NegotiationRequest}, the last one a {@link NegotiationResult} (WS-Trust, February 2005, "Negotiation and Challenge
 * Extensions").
 *
 * @param context of the negotiation that it belongs to
 */
public record NegotiationResponse(String context, BinaryExchange exchange) implements XmlContent {
    /** The {@code wsa:Action} of every leg but the first. */
    public static final String ACTION = Namespaces.TRUST + "/RSTR/Issue";

    /**
     * Reads the content of a body.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static NegotiationResponse read(XmlElement content) {
        TrustXml.require(content, "RequestSecurityTokenResponse");
        return new NegotiationResponse(TrustXml.requireContext(content), BinaryExchange.require(content));
    }

    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", "RequestSecurityTokenResponse", Namespaces.TRUST);
        writer.writeNamespace("t", Namespaces.TRUST);
        writer.writeAttribute("Context", context);
        exchange.writeTo(writer);
        writer.writeEndElement();
    }
}

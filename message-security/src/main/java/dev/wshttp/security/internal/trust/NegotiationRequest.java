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
 * The first leg of a negotiation: a {@code wst:RequestSecurityToken} with the beginning of a handshake (WS-Trust, February 2005,
 * "Negotiation and Challenge Extensions").
 *
 * @param context the identifier that all legs of this negotiation have in common
 * @param keySizeBits of the key; 0 if the request names none
 */
public record NegotiationRequest(String context, int keySizeBits, BinaryExchange exchange) implements XmlContent {
    /** The {@code wsa:Action} of the first leg. */
    public static final String ACTION = Namespaces.TRUST + "/RST/Issue";

    private static final String ISSUE = Namespaces.TRUST + "/Issue";

    /**
     * Reads the content of a body. Interop: like WCF, it ignores {@code TokenType}, {@code AppliesTo} and {@code Entropy}.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static NegotiationRequest read(XmlElement content) {
        TrustXml.require(content, "RequestSecurityToken");
        String type = TrustXml.text(content, "RequestType").orElse(ISSUE);
        if (!type.equals(ISSUE)) {
            throw TrustXml.invalid("the request type '" + type + "'", "'" + ISSUE + "'");
        }
        return new NegotiationRequest(
                TrustXml.requireContext(content), TrustXml.keySize(content).orElse(0), BinaryExchange.require(content));
    }

    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", "RequestSecurityToken", Namespaces.TRUST);
        writer.writeNamespace("t", Namespaces.TRUST);
        writer.writeAttribute("Context", context);
        TrustXml.writeText(writer, "TokenType", Namespaces.CONTEXT_TYPE);
        TrustXml.writeText(writer, "RequestType", ISSUE);
        TrustXml.writeText(writer, "KeySize", Integer.toString(keySizeBits));
        exchange.writeTo(writer);
        writer.writeEndElement();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.xml.XmlContent;
import java.util.Base64;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.Element;

/**
 * The outcome of a negotiation, without the proof that both sides saw the same one: a {@code wst:RequestSecurityTokenResponse} with a
 * security context token whose key is in a record of the TLS connection.
 *
 * @param context of the negotiation
 * @param wrappedKey the record
 * @param keySizeBits of the key; 0 if the response names none
 * @param lifetime of the key; empty if the response names none
 * @param exchange the last flight of the service, if its handshake has one
 */
public record NegotiatedToken(
        String context,
        SecurityContextToken token,
        byte[] wrappedKey,
        Optional<Lifetime> lifetime,
        int keySizeBits,
        Optional<BinaryExchange> exchange)
        implements XmlContent {
    // Interop: unlike all other URIs of WS-Trust, WCF's has no "/ws" in its path.
    private static final String TLS_WRAP = "http://schemas.xmlsoap.org/2005/02/trust/tlsnego#TLS_Wrap";

    private static final String PROOF = "RequestedProofToken";

    /**
     * Reads one response.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static NegotiatedToken read(Element response) {
        TrustXml.require(response, "RequestSecurityTokenResponse");
        TrustXml.requireContextType(response);
        if (TrustXml.child(response, "Entropy").isPresent()) {
            throw TrustXml.invalid("entropy of the service", "a key that the service alone chose");
        }
        return new NegotiatedToken(
                TrustXml.requireContext(response),
                IssuedToken.read(response),
                readKey(response),
                Lifetime.read(response),
                TrustXml.keySize(response).orElse(0),
                BinaryExchange.find(response));
    }

    private static byte[] readKey(Element response) {
        Element key = TrustXml.child(response, PROOF)
                .map(proof -> Elements.child(proof, Namespaces.ENCRYPTION, "EncryptedKey"))
                .orElseThrow(() -> TrustXml.invalid("no encrypted proof token", "an EncryptedKey"));
        Element method = Elements.child(key, Namespaces.ENCRYPTION, "EncryptionMethod");
        String algorithm = method == null ? "" : method.getAttributeNS(null, "Algorithm");
        if (!algorithm.equals(TLS_WRAP)) {
            throw TrustXml.invalid("a proof token encrypted with '" + algorithm + "'", "'" + TLS_WRAP + "'");
        }
        Element data = Elements.child(key, Namespaces.ENCRYPTION, "CipherData");
        Element value = data == null ? null : Elements.child(data, Namespaces.ENCRYPTION, "CipherValue");
        try {
            return Base64.getMimeDecoder().decode(value == null ? "" : Elements.text(value));
        } catch (IllegalArgumentException damaged) {
            throw TrustXml.invalid("a proof token that is no base64", "base64");
        }
    }

    /**
     * What both sides authenticate of this response: all but the token and its key. They are taken out in place, because the canonical form
     * of an element depends on the namespaces that are declared around it.
     */
    static Element authenticated(Element response) {
        for (Element child : Elements.children(response)) {
            boolean left = Elements.is(child, Namespaces.TRUST, IssuedToken.ELEMENT)
                    || Elements.is(child, Namespaces.TRUST, PROOF);
            if (left) {
                response.removeChild(child);
            }
        }
        return response;
    }

    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", "RequestSecurityTokenResponse", Namespaces.TRUST);
        writer.writeNamespace("t", Namespaces.TRUST);
        writer.writeNamespace("u", Namespaces.UTILITY);
        writer.writeAttribute("Context", context);
        TrustXml.writeText(writer, "TokenType", Namespaces.CONTEXT_TYPE);
        IssuedToken.write(writer, token);
        IssuedToken.writeReferences(writer, token);
        writeKey(writer);
        if (lifetime.isPresent()) {
            lifetime.get().writeTo(writer);
        }
        TrustXml.writeText(writer, "KeySize", Integer.toString(keySizeBits));
        if (exchange.isPresent()) {
            exchange.get().writeTo(writer);
        }
        writer.writeEndElement();
    }

    private void writeKey(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", PROOF, Namespaces.TRUST);
        writer.writeStartElement("e", "EncryptedKey", Namespaces.ENCRYPTION);
        writer.writeNamespace("e", Namespaces.ENCRYPTION);
        writer.writeStartElement("e", "EncryptionMethod", Namespaces.ENCRYPTION);
        writer.writeAttribute("Algorithm", TLS_WRAP);
        writer.writeEndElement();
        writer.writeStartElement("e", "CipherData", Namespaces.ENCRYPTION);
        writer.writeStartElement("e", "CipherValue", Namespaces.ENCRYPTION);
        writer.writeCharacters(Base64.getEncoder().encodeToString(wrappedKey));
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndElement();
    }

    @Override
    public String toString() {
        return "NegotiatedToken[" + token.identifier() + "]";
    }
}

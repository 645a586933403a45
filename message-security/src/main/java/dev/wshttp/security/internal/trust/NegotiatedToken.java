// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Base64;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The token that a negotiation yields, without the Authenticator: a {@code wst:RequestSecurityTokenResponse} with a security context token whose
 * key is in a record of the TLS connection.
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
    // Interop: the URI of WCF has no "/ws" in its path, unlike all other URIs of WS-Trust.
    private static final String TLS_WRAP = "http://schemas.xmlsoap.org/2005/02/trust/tlsnego#TLS_Wrap";

    private static final String PROOF = "RequestedProofToken";

    /**
     * Reads one response.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static NegotiatedToken read(XmlElement response) {
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

    private static byte[] readKey(XmlElement response) {
        XmlElement key = TrustXml.child(response, PROOF)
                .flatMap(proof -> proof.element(Namespaces.ENCRYPTION, "EncryptedKey"))
                .orElseThrow(() -> TrustXml.invalid("no encrypted proof token", "an EncryptedKey"));
        String algorithm = key.element(Namespaces.ENCRYPTION, "EncryptionMethod")
                .map(method -> method.attribute("Algorithm"))
                .orElse("");
        if (!algorithm.equals(TLS_WRAP)) {
            throw TrustXml.invalid("a proof token encrypted with '" + algorithm + "'", "'" + TLS_WRAP + "'");
        }
        String wrapped = key.element(Namespaces.ENCRYPTION, "CipherData")
                .flatMap(data -> data.element(Namespaces.ENCRYPTION, "CipherValue"))
                .map(XmlElement::text)
                .orElse("");
        try {
            return Base64.getMimeDecoder().decode(wrapped);
        } catch (IllegalArgumentException damaged) {
            throw TrustXml.invalid("a proof token that is no base64", "base64");
        }
    }

    /** Returns what both sides authenticate of a response: all but the token and its key. */
    static XmlElement authenticated(XmlElement response) {
        return response.withChildren(response.children().stream()
                .filter(child -> !(child instanceof XmlElement element && isSecret(element)))
                .toList());
    }

    private static boolean isSecret(XmlElement element) {
        return element.is(Namespaces.TRUST, IssuedToken.ELEMENT) || element.is(Namespaces.TRUST, PROOF);
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

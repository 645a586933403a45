// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A {@code wst:RequestSecurityTokenResponse} that grants a key of a security context (WS-Trust, February 2005, section 4).
 *
 * @param token names context and key
 * @param entropy the service's contribution to the key
 * @param keySizeBits of the key; 0 if the response names none
 * @param lifetime of the key; empty if the response names none
 * @param context the value of the request to repeat; empty if there is none
 */
public record RequestSecurityTokenResponse(
        SecurityContextToken token, byte[] entropy, int keySizeBits, Optional<Lifetime> lifetime, String context)
        implements XmlContent {

    /** Returns the answer to a request to cancel. */
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
    public static void requireCancelled(XmlElement content) {
        TrustXml.require(content, "RequestSecurityTokenResponse");
        if (TrustXml.child(content, "RequestedTokenCancelled").isEmpty()) {
            throw TrustXml.invalid("no RequestedTokenCancelled", "one in the answer to Cancel");
        }
    }

    /**
     * Reads the content of a body.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static RequestSecurityTokenResponse read(XmlElement content) {
        TrustXml.require(content, "RequestSecurityTokenResponse");
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
                IssuedToken.read(content),
                TrustXml.entropy(content),
                TrustXml.keySize(content).orElse(0),
                Lifetime.read(content),
                content.attribute("Context"));
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
        IssuedToken.write(writer, token);
        IssuedToken.writeReferences(writer, token);
        writer.writeStartElement("t", "RequestedProofToken", Namespaces.TRUST);
        TrustXml.writeText(writer, "ComputedKey", ComputedKey.ALGORITHM);
        writer.writeEndElement();
        TrustXml.writeEntropy(writer, entropy);
        if (lifetime.isPresent()) {
            lifetime.get().writeTo(writer);
        }
        TrustXml.writeText(writer, "KeySize", Integer.toString(keySizeBits));
        writer.writeEndElement();
    }

    @Override
    public String toString() {
        return "RequestSecurityTokenResponse[" + token.identifier() + "]";
    }
}

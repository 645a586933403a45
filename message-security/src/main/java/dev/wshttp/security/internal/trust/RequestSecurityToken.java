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
 * A {@code wst:RequestSecurityToken} about a security context (WS-Trust, February 2005, section 4).
 *
 * @param action what the client asks for
 * @param entropy the client's contribution to the key; empty when a context is cancelled
 * @param keySizeBits of the key; 0 if the request names none
 * @param target the context that is renewed or cancelled; its token id is empty
 * @param context the value that the reply has to repeat; empty if there is none
 */
public record RequestSecurityToken(
        SessionAction action, byte[] entropy, int keySizeBits, Optional<SecurityContextToken> target, String context)
        implements XmlContent {
    private static final byte[] NONE = {};

    /** Returns a request for a new context. */
    public static RequestSecurityToken issue(byte[] entropy, int keySizeBits) {
        return new RequestSecurityToken(SessionAction.ISSUE, entropy, keySizeBits, Optional.empty(), "");
    }

    /** Returns a request for a new key of a context. */
    public static RequestSecurityToken renew(byte[] entropy, int keySizeBits, SecurityContextToken target) {
        return new RequestSecurityToken(SessionAction.RENEW, entropy, keySizeBits, Optional.of(target), "");
    }

    /** Returns a request to cancel a context. */
    public static RequestSecurityToken cancel(SecurityContextToken target) {
        return new RequestSecurityToken(SessionAction.CANCEL, NONE, 0, Optional.of(target), "");
    }

    /**
     * Reads the content of a body. Interop: like WCF, it ignores {@code AppliesTo}, {@code Lifetime} and other elements.
     *
     * @param action the action of the message
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static RequestSecurityToken read(XmlElement content, SessionAction action) {
        TrustXml.require(content, "RequestSecurityToken");
        String type = TrustXml.text(content, "RequestType").orElse("");
        if (!type.equals(action.requestType())) {
            throw TrustXml.invalid("the request type '" + type + "'", "'" + action.requestType() + "'");
        }
        TrustXml.requireContextType(content);
        boolean wantsKey = action != SessionAction.CANCEL;
        return new RequestSecurityToken(
                action,
                wantsKey ? TrustXml.entropy(content) : NONE,
                TrustXml.keySize(content).orElse(0),
                action == SessionAction.ISSUE ? Optional.empty() : Optional.of(target(content, action)),
                content.attribute("Context"));
    }

    private static SecurityContextToken target(XmlElement content, SessionAction action) {
        return TrustXml.child(content, action.targetElement())
                .flatMap(target -> target.element(Namespaces.SECURITY, "SecurityTokenReference"))
                .flatMap(reference -> reference.element(Namespaces.SECURITY, "Reference"))
                .map(reference -> new SecurityContextToken(
                        "", reference.attribute("URI"), reference.attribute(Namespaces.CONVERSATION, "Instance")))
                .orElseThrow(() -> TrustXml.invalid("no target", action.targetElement() + " with a reference"));
    }

    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", "RequestSecurityToken", Namespaces.TRUST);
        writer.writeNamespace("t", Namespaces.TRUST);
        if (action != SessionAction.CANCEL) {
            TrustXml.writeText(writer, "TokenType", Namespaces.CONTEXT_TYPE);
        }
        TrustXml.writeText(writer, "RequestType", action.requestType());
        if (entropy.length > 0) {
            TrustXml.writeEntropy(writer, entropy);
            TrustXml.writeText(writer, "KeySize", Integer.toString(keySizeBits));
        }
        if (target.isPresent()) {
            writer.writeStartElement("t", action.targetElement(), Namespaces.TRUST);
            TrustXml.writeReference(writer, target.get());
            writer.writeEndElement();
        }
        writer.writeEndElement();
    }

    @Override
    public String toString() {
        return "RequestSecurityToken[" + action + "]";
    }
}

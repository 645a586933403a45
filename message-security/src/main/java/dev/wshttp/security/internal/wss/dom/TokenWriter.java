// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SecurityContextToken.References;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.MessageIds;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlParser;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import javax.xml.stream.XMLStreamException;
import org.w3c.dom.Element;

/**
 * Writes the tokens of one message into its security header, and the references to them (WS-Security 1.1, sections 6 and 7; WS-SecureConversation,
 * February 2005, section 7). For one message.
 */
final class TokenWriter {
    private static final XmlParser ISSUED = new XmlParser(Integer.MAX_VALUE);

    private final Wss4jEngine engine;
    private final DomWriter dom;
    private final Element header;
    private final MessageIds ids;

    TokenWriter(Wss4jEngine engine, OutgoingEnvelope envelope, MessageIds ids) {
        this.engine = engine;
        this.dom = envelope.dom();
        this.header = envelope.security();
        this.ids = ids;
    }

    Token addToken(Protection.Token source) {
        if (source instanceof Protection.KeyOfRequest known) {
            return new Token(known.key(), "");
        }
        if (source instanceof Protection.Context context) {
            boolean carried = context.carriage() == Carriage.CARRIED;
            return new Token(
                    new MessageKey.OfContext(context.key()),
                    carried ? addContextToken(context.key().token()) : "");
        }
        var recipient = ((Protection.NewEncryptedKey) source).recipient();
        SharedSecret secret =
                SharedSecret.random(engine.random(), engine.suite().secretBytes());
        byte[] wrapped = engine.keyTransport().wrap(secret, recipient);
        String id = ids.nextToken();
        addEncryptedKey(id, Thumbprint.of(recipient), wrapped);
        return new Token(new MessageKey.Encrypted(secret, MessageKey.Encrypted.nameOf(wrapped)), id);
    }

    private void addEncryptedKey(String id, Thumbprint recipient, byte[] wrapped) {
        Element key = dom.append(header, "e:EncryptedKey");
        DomWriter.set(key, "Id", id);
        DomWriter.declare(key, "e");
        Element method = dom.append(key, "e:EncryptionMethod");
        DomWriter.set(method, "Algorithm", engine.suite().keyWrapUri());
        if (engine.suite().isRsaOaep()) {
            Element digest = appendSignatureElement(method, "DigestMethod");
            DomWriter.set(digest, "Algorithm", Namespaces.SIGNATURE + "sha1");
        }
        Element reference = dom.append(appendSignatureElement(key, "KeyInfo"), "o:SecurityTokenReference");
        addKeyIdentifier(reference, Namespaces.THUMBPRINT_SHA1, recipient.base64());
        dom.append(dom.append(key, "e:CipherData"), "e:CipherValue", base64(wrapped));
    }

    private Element appendSignatureElement(Element parent, String name) {
        Element element = parent.getOwnerDocument().createElementNS(Namespaces.SIGNATURE, name);
        element.setAttributeNS(Namespaces.XMLNS, "xmlns", Namespaces.SIGNATURE);
        parent.appendChild(element);
        return element;
    }

    private void addKeyIdentifier(Element reference, String valueType, String value) {
        Element identifier = dom.append(reference, "o:KeyIdentifier", value);
        DomWriter.set(identifier, "ValueType", valueType);
        DomWriter.set(identifier, "EncodingType", Namespaces.BASE64);
    }

    String addContextToken(SecurityContextToken context) {
        if (!context.issued().isEmpty()) {
            OutgoingEnvelope.write(issued(context), header);
            return context.id();
        }
        Element token = dom.append(header, "c:SecurityContextToken");
        DomWriter.set(token, "u:Id", context.id());
        DomWriter.declare(token, "c");
        dom.append(token, "c:Identifier", context.identifier());
        if (!context.instance().isEmpty()) {
            dom.append(token, "c:Instance", context.instance());
        }
        return context.id();
    }

    private static XmlElement issued(SecurityContextToken context) {
        try {
            return ISSUED.parse(context.issued().getBytes(UTF_8));
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("A token that this side has read is no XML", impossible);
        }
    }

    byte[] addDerivedKey(Token token, String id, KeyDerivation derivation) {
        Element derived = dom.append(header, "c:DerivedKeyToken");
        DomWriter.set(derived, "u:Id", id);
        DomWriter.declare(derived, "c");
        addTokenReference(dom.append(derived, "o:SecurityTokenReference"), token);
        // Interop: WCF leaves out offset and length where they are the defaults of 0 and 32.
        if (derivation.lengthBytes() != KeyDerivation.DEFAULT_LENGTH_BYTES) {
            dom.append(derived, "c:Offset", "0");
            dom.append(derived, "c:Length", Integer.toString(derivation.lengthBytes()));
        }
        dom.append(derived, "c:Nonce", base64(derivation.nonce()));
        return token.key().derive(derivation);
    }

    private void addTokenReference(Element reference, Token token) {
        if (token.key() instanceof MessageKey.Encrypted encrypted) {
            DomWriter.set(reference, "k:TokenType", Namespaces.ENCRYPTED_KEY_TYPE);
            DomWriter.declare(reference, "k");
            if (token.id().isEmpty()) {
                addKeyIdentifier(reference, Namespaces.ENCRYPTED_KEY_SHA1, encrypted.encryptedKeySha1());
            } else {
                addDirectReference(reference, Namespaces.ENCRYPTED_KEY_TYPE, token.id());
            }
        } else if (token.id().isEmpty()) {
            addReferenceOutside(
                    reference, ((MessageKey.OfContext) token.key()).context().token());
        } else {
            var references =
                    ((MessageKey.OfContext) token.key()).context().token().references();
            addDirectReference(reference, references == References.TYPED ? Namespaces.CONTEXT_TYPE : "", token.id());
        }
    }

    private void addReferenceOutside(Element reference, SecurityContextToken context) {
        Element outside = dom.append(reference, "o:Reference");
        DomWriter.set(outside, "URI", context.identifier());
        if (!context.instance().isEmpty()) {
            DomWriter.set(outside, "c:Instance", context.instance());
        }
        DomWriter.set(outside, "ValueType", Namespaces.CONTEXT_TYPE);
    }

    private void addDirectReference(Element reference, String valueType, String id) {
        Element direct = dom.append(reference, "o:Reference");
        if (!valueType.isEmpty()) {
            DomWriter.set(direct, "ValueType", valueType);
        }
        DomWriter.set(direct, "URI", "#" + id);
    }

    String addCertificate(X509Credential credential) {
        String id = ids.nextToken();
        Element token = dom.append(header, "o:BinarySecurityToken");
        DomWriter.set(token, "u:Id", id);
        DomWriter.set(token, "ValueType", Namespaces.X509_V3);
        DomWriter.set(token, "EncodingType", Namespaces.BASE64);
        try {
            token.setTextContent(base64(credential.certificate().getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has an encoding", impossible);
        }
        return id;
    }

    Element newReference(String valueType, String id) {
        Element reference = dom.create("o:SecurityTokenReference");
        DomWriter.declare(reference, "o");
        addDirectReference(reference, valueType, id);
        return reference;
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** @param id of the token in this message; empty if it is not in it */
    record Token(MessageKey key, String id) {}
}

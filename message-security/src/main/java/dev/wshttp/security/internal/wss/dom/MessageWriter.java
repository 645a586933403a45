// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage.RequestKey;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.dom.XmlEncryptor.Part;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Protects one message: writes the security header element by element in WCF's order, signs everything, then encrypts once. One object
 * for one message.
 */
final class MessageWriter {
    private final Wss4jEngine engine;
    private final Protection protection;
    private final MessageIds ids = new MessageIds();

    // WCF numbers the parts of a message in the order in which it first thinks of them.
    private final String signatureKeyId = ids.nextPart();
    private final String signatureId;
    private final List<String> confirmationIds;
    private final String encryptionKeyId;
    private final String bodyId;
    private final String encryptedBodyId;

    private final OutgoingEnvelope envelope;
    private final Element header;
    private final DomWriter dom;

    MessageWriter(Wss4jEngine engine, Document document, OutgoingMessage message, Protection protection) {
        this.engine = engine;
        this.protection = protection;
        this.signatureId = protection.endorsing().isPresent() ? ids.nextPart() : "";
        this.confirmationIds =
                protection.confirmations().stream().map(value -> ids.nextPart()).toList();
        this.encryptionKeyId = ids.nextPart();
        this.bodyId = ids.nextPart();
        this.encryptedBodyId = ids.nextPart();
        this.envelope = new OutgoingEnvelope(document, message, bodyId, ids);
        this.header = envelope.security();
        this.dom = envelope.dom();
    }

    ProtectedMessage write() {
        Element timestamp = addTimestamp();
        Token token = addToken();
        byte[] signatureKey =
                addDerivedKey(token, signatureKeyId, engine.suite().signatureKeyBytes());
        byte[] encryptionKey =
                addDerivedKey(token, encryptionKeyId, engine.suite().encryptionKeyBytes());
        Element referenceList = dom.append(header, "e:ReferenceList");
        DomWriter.declare(referenceList, "e");

        String certificateId = protection.endorsing().map(this::addCertificate).orElse("");
        List<Element> confirmations = addConfirmations();
        Element primary = addPrimarySignature(signatureKey, timestamp, confirmations);
        var signatures = new ArrayList<>(List.of(primary));
        protection
                .endorsing()
                .ifPresent(credential -> signatures.add(addEndorsement(credential, certificateId, primary)));
        List<String> signatureValues =
                signatures.stream().map(MessageWriter::signatureValue).toList();

        encrypt(encryptionKey, referenceList, primary, confirmations, signatures.subList(1, signatures.size()));
        return new ProtectedMessage(octets(), token.key(), signatureValues);
    }

    private Element addTimestamp() {
        Instant created = engine.freshness().now();
        Element timestamp = dom.append(header, "u:Timestamp");
        DomWriter.set(timestamp, "u:Id", ids.nextToken());
        dom.append(timestamp, "u:Created", Freshness.text(created));
        dom.append(timestamp, "u:Expires", Freshness.text(created.plus(Freshness.LIFETIME)));
        return timestamp;
    }

    private Token addToken() {
        if (protection.token() instanceof Protection.KeyOfRequest known) {
            return new Token(known.key(), "");
        }
        var recipient = ((Protection.NewEncryptedKey) protection.token()).recipient();
        SharedSecret secret =
                SharedSecret.random(engine.random(), engine.suite().secretBytes());
        byte[] wrapped = engine.keyTransport().wrap(secret, recipient);
        String id = ids.nextToken();
        addEncryptedKey(id, Thumbprint.of(recipient), wrapped);
        return new Token(new RequestKey(secret, sha1(wrapped)), id);
    }

    private void addEncryptedKey(String id, Thumbprint recipient, byte[] wrapped) {
        Element key = dom.append(header, "e:EncryptedKey");
        DomWriter.set(key, "Id", id);
        DomWriter.declare(key, "e");
        Element method = dom.append(key, "e:EncryptionMethod");
        DomWriter.set(method, "Algorithm", engine.suite().keyWrapUri());
        if (engine.suite().keyWrapUri().endsWith("rsa-oaep-mgf1p")) {
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

    private byte[] addDerivedKey(Token token, String id, int bytes) {
        KeyDerivation derivation = KeyDerivation.random(engine.random(), bytes);
        Element derived = dom.append(header, "c:DerivedKeyToken");
        DomWriter.set(derived, "u:Id", id);
        DomWriter.declare(derived, "c");
        addTokenReference(derived, token);
        // Interop: WCF leaves out offset and length where they are the defaults of 0 and 32.
        if (bytes != DerivedKeyReader.DEFAULT_LENGTH_BYTES) {
            dom.append(derived, "c:Offset", "0");
            dom.append(derived, "c:Length", Integer.toString(bytes));
        }
        dom.append(derived, "c:Nonce", base64(derivation.nonce()));
        return token.key().secret().derive(derivation);
    }

    private void addTokenReference(Element derived, Token token) {
        Element reference = dom.append(derived, "o:SecurityTokenReference");
        DomWriter.set(reference, "k:TokenType", Namespaces.ENCRYPTED_KEY_TYPE);
        DomWriter.declare(reference, "k");
        if (token.id().isEmpty()) {
            addKeyIdentifier(
                    reference, Namespaces.ENCRYPTED_KEY_SHA1, token.key().encryptedKeySha1());
        } else {
            addDirectReference(reference, Namespaces.ENCRYPTED_KEY_TYPE, token.id());
        }
    }

    private void addDirectReference(Element reference, String valueType, String id) {
        Element direct = dom.append(reference, "o:Reference");
        DomWriter.set(direct, "ValueType", valueType);
        DomWriter.set(direct, "URI", "#" + id);
    }

    private String addCertificate(X509Credential credential) {
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

    private List<Element> addConfirmations() {
        var confirmations = new ArrayList<Element>();
        for (int i = 0; i < confirmationIds.size(); i++) {
            Element confirmation = dom.append(header, "k:SignatureConfirmation");
            DomWriter.set(confirmation, "u:Id", confirmationIds.get(i));
            DomWriter.set(confirmation, "Value", protection.confirmations().get(i));
            DomWriter.declare(confirmation, "k");
            DomWriter.declare(confirmation, "u");
            confirmations.add(confirmation);
        }
        return confirmations;
    }

    private Element addPrimarySignature(byte[] key, Element timestamp, List<Element> confirmations) {
        var parts = new ArrayList<Element>();
        parts.add(envelope.body());
        parts.addAll(envelope.headersToSign());
        parts.add(timestamp);
        parts.addAll(confirmations);
        return engine.signer()
                .appendSymmetric(
                        header,
                        new SecretKeySpec(key, "HMAC"),
                        parts,
                        newReference(Namespaces.DERIVED_KEY_TYPE, signatureKeyId),
                        signatureId.isEmpty() ? null : signatureId);
    }

    private Element addEndorsement(X509Credential credential, String certificateId, Element primary) {
        return engine.signer()
                .appendAsymmetric(
                        header,
                        credential.privateKey(),
                        List.of(primary),
                        newReference(Namespaces.X509_V3, certificateId));
    }

    private Element newReference(String valueType, String id) {
        Element reference = dom.create("o:SecurityTokenReference");
        DomWriter.declare(reference, "o");
        addDirectReference(reference, valueType, id);
        return reference;
    }

    private void encrypt(
            byte[] key, Element referenceList, Element primary, List<Element> confirmations, List<Element> endorsing) {
        var parts = new ArrayList<Part>();
        parts.add(Part.content(envelope.body(), encryptedBodyId));
        parts.add(Part.element(primary, ids.nextPart()));
        confirmations.forEach(element -> parts.add(Part.element(element, ids.nextPart())));
        endorsing.forEach(element -> parts.add(Part.element(element, ids.nextPart())));
        engine.encryptor().encrypt(key, newReference(Namespaces.DERIVED_KEY_TYPE, encryptionKeyId), parts);
        parts.forEach(part -> DomWriter.set(dom.append(referenceList, "e:DataReference"), "URI", "#" + part.id()));
    }

    private byte[] octets() {
        try {
            var octets = new ByteArrayOutputStream(16_384);
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_PHYSICAL)
                    .canonicalizeSubtree(header.getOwnerDocument(), octets);
            return octets.toByteArray();
        } catch (XMLSecurityException impossible) {
            throw new IllegalStateException("A message of this side cannot be serialized", impossible);
        }
    }

    private static String signatureValue(Element signature) {
        Element value =
                java.util.Objects.requireNonNull(Elements.child(signature, Namespaces.SIGNATURE, "SignatureValue"));
        return Elements.text(value);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    static String sha1(byte[] octets) {
        try {
            return base64(MessageDigest.getInstance("SHA-1").digest(octets));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-1", impossible);
        }
    }

    /** @param id of the token in this message; empty if it is in the request */
    private record Token(RequestKey key, String id) {}
}

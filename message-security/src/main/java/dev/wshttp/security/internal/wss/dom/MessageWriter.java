// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UtcTime;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.dom.XmlEncryptor.Part;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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
    private final String signatureKeyId;
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
        Optional<DerivedKeyPair> pair = pairOf(protection);
        this.signatureKeyId = pair.map(DerivedKeyPair::signatureId).orElseGet(ids::nextPart);
        this.signatureId = isEndorsed() ? ids.nextPart() : "";
        this.confirmationIds =
                protection.confirmations().stream().map(value -> ids.nextPart()).toList();
        this.encryptionKeyId = pair.map(DerivedKeyPair::encryptionId).orElseGet(ids::nextPart);
        this.bodyId = ids.nextPart();
        this.encryptedBodyId = isEncrypted() ? ids.nextPart() : "";
        this.envelope = new OutgoingEnvelope(document, message, bodyId, ids);
        this.header = envelope.security();
        this.dom = envelope.dom();
    }

    private static Optional<DerivedKeyPair> pairOf(Protection protection) {
        return protection.token() instanceof Protection.Context context ? context.pair() : Optional.empty();
    }

    private boolean isEndorsed() {
        return protection.endorsing().isPresent()
                || protection.endorsingContext().isPresent();
    }

    private boolean isEncrypted() {
        return protection.confidentiality() == Confidentiality.ENCRYPTED;
    }

    ProtectedMessage write() {
        Element timestamp = addTimestamp();
        Token token = addToken();
        byte[] signatureKey = addDerivedKey(
                token,
                signatureKeyId,
                pairOf(protection)
                        .map(DerivedKeyPair::signature)
                        .orElseGet(() -> newDerivation(engine.suite().signatureKeyBytes())));
        Optional<Encryption> encryption = isEncrypted() ? Optional.of(addEncryption(token)) : Optional.empty();

        String certificateId = protection.endorsing().map(this::addCertificate).orElse("");
        Optional<ContextEndorsement> renewed = protection.endorsingContext().map(this::addEndorsingContext);
        List<Element> confirmations = addConfirmations();
        Element primary = addPrimarySignature(signatureKey, timestamp, confirmations);
        var signatures = new ArrayList<>(List.of(primary));
        protection
                .endorsing()
                .ifPresent(credential -> signatures.add(addEndorsement(credential, certificateId, primary)));
        renewed.ifPresent(context -> signatures.add(addEndorsement(context, primary)));
        List<String> signatureValues =
                signatures.stream().map(MessageWriter::signatureValue).toList();

        PlainBody plain = PlainBody.of(envelope.body());
        encryption.ifPresent(with -> encrypt(with, primary, confirmations, signatures.subList(1, signatures.size())));
        return new ProtectedMessage(octets(), token.key(), signatureValues, plain);
    }

    private Element addTimestamp() {
        Instant created = engine.freshness().now();
        Element timestamp = dom.append(header, "u:Timestamp");
        DomWriter.set(timestamp, "u:Id", ids.nextToken());
        dom.append(timestamp, "u:Created", UtcTime.text(created));
        dom.append(timestamp, "u:Expires", UtcTime.text(created.plus(Freshness.LIFETIME)));
        return timestamp;
    }

    private Token addToken() {
        if (protection.token() instanceof Protection.KeyOfRequest known) {
            return new Token(known.key(), "");
        }
        if (protection.token() instanceof Protection.Context context) {
            boolean carried = context.carriage() == Carriage.CARRIED;
            return new Token(
                    new MessageKey.OfContext(context.key()),
                    carried ? addContextToken(context.key().token()) : "");
        }
        var recipient = ((Protection.NewEncryptedKey) protection.token()).recipient();
        SharedSecret secret =
                SharedSecret.random(engine.random(), engine.suite().secretBytes());
        byte[] wrapped = engine.keyTransport().wrap(secret, recipient);
        String id = ids.nextToken();
        addEncryptedKey(id, Thumbprint.of(recipient), wrapped);
        return new Token(new MessageKey.Encrypted(secret, sha1(wrapped)), id);
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

    private String addContextToken(SecurityContextToken context) {
        Element token = dom.append(header, "c:SecurityContextToken");
        DomWriter.set(token, "u:Id", context.id());
        DomWriter.declare(token, "c");
        dom.append(token, "c:Identifier", context.identifier());
        if (!context.instance().isEmpty()) {
            dom.append(token, "c:Instance", context.instance());
        }
        return context.id();
    }

    private Encryption addEncryption(Token token) {
        byte[] key = addDerivedKey(
                token,
                encryptionKeyId,
                pairOf(protection)
                        .map(DerivedKeyPair::encryption)
                        .orElseGet(() -> newDerivation(engine.suite().encryptionKeyBytes())));
        Element referenceList = dom.append(header, "e:ReferenceList");
        DomWriter.declare(referenceList, "e");
        return new Encryption(key, referenceList);
    }

    private ContextEndorsement addEndorsingContext(SecurityContextKey context) {
        var token = new Token(new MessageKey.OfContext(context), addContextToken(context.token()));
        String id = ids.nextPart();
        return new ContextEndorsement(
                id, addDerivedKey(token, id, newDerivation(engine.suite().signatureKeyBytes())));
    }

    private KeyDerivation newDerivation(int bytes) {
        return KeyDerivation.random(engine.random(), bytes);
    }

    private byte[] addDerivedKey(Token token, String id, KeyDerivation derivation) {
        Element derived = dom.append(header, "c:DerivedKeyToken");
        DomWriter.set(derived, "u:Id", id);
        DomWriter.declare(derived, "c");
        addTokenReference(dom.append(derived, "o:SecurityTokenReference"), token);
        // Interop: WCF leaves out offset and length where they are the defaults of 0 and 32.
        if (derivation.lengthBytes() != DerivedKeyReader.DEFAULT_LENGTH_BYTES) {
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
            addDirectReference(reference, Namespaces.CONTEXT_TYPE, token.id());
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

    private Element addEndorsement(ContextEndorsement context, Element primary) {
        return engine.signer()
                .appendSymmetric(
                        header,
                        new SecretKeySpec(context.key(), "HMAC"),
                        List.of(primary),
                        newReference(Namespaces.DERIVED_KEY_TYPE, context.tokenId()),
                        null);
    }

    private Element newReference(String valueType, String id) {
        Element reference = dom.create("o:SecurityTokenReference");
        DomWriter.declare(reference, "o");
        addDirectReference(reference, valueType, id);
        return reference;
    }

    private void encrypt(Encryption with, Element primary, List<Element> confirmations, List<Element> endorsing) {
        var parts = new ArrayList<Part>();
        parts.add(Part.content(envelope.body(), encryptedBodyId));
        parts.add(Part.element(primary, ids.nextPart()));
        confirmations.forEach(element -> parts.add(Part.element(element, ids.nextPart())));
        endorsing.forEach(element -> parts.add(Part.element(element, ids.nextPart())));
        engine.encryptor().encrypt(with.key(), newReference(Namespaces.DERIVED_KEY_TYPE, encryptionKeyId), parts);
        parts.forEach(
                part -> DomWriter.set(dom.append(with.referenceList(), "e:DataReference"), "URI", "#" + part.id()));
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

    /** @param id of the token in this message; empty if it is not in it */
    private record Token(MessageKey key, String id) {}

    /** @param referenceList where the encrypted parts will be listed */
    private record Encryption(byte[] key, Element referenceList) {}

    /** @param tokenId of the derived key token */
    private record ContextEndorsement(String tokenId, byte[] key) {}
}

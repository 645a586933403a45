// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UtcTime;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageIds;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.dom.TokenWriter.Token;
import dev.wshttp.security.internal.wss.dom.XmlEncryptor.Part;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Protects one message: writes the security header element by element in WCF's order, signs everything, then encrypts once. For one message.
 */
final class MessageWriter {
    private final Wss4jEngine engine;
    private final Protection protection;
    private final MessageIds ids;

    private final OutgoingEnvelope envelope;
    private final Element header;
    private final DomWriter dom;
    private final TokenWriter tokens;

    MessageWriter(Wss4jEngine engine, Document document, OutgoingMessage message, Protection protection) {
        this.engine = engine;
        boolean hidesHeaders = protection.parts().undeclared().isEncrypted()
                && !message.headers().isEmpty();
        if (hidesHeaders || !protection.parts().headers().isEmpty()) {
            throw Wss4jEngine.noHeaderLevels();
        }
        this.protection = protection;
        this.ids = new MessageIds(protection);
        this.envelope = new OutgoingEnvelope(document, message, ids.body(), ids);
        this.header = envelope.security();
        this.dom = envelope.dom();
        this.tokens = new TokenWriter(engine, envelope, ids);
    }

    ProtectedMessage write() {
        Element timestamp = addTimestamp();
        Token token = tokens.addToken(protection.token());
        byte[] signatureKey = tokens.addDerivedKey(
                token,
                ids.signatureKey(),
                protection
                        .derivedKeys()
                        .map(DerivedKeyPair::signature)
                        .orElseGet(() -> newDerivation(engine.suite().signatureKeyBytes())));
        Optional<Encryption> encryption =
                protection.isEncrypted() ? Optional.of(addEncryption(token)) : Optional.empty();

        String certificateId =
                protection.endorsing().map(tokens::addCertificate).orElse("");
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
        return new ProtectedMessage(
                octets(),
                token.key(),
                signatureValues,
                protection.isEncrypted() ? Confidentiality.ENCRYPTED : Confidentiality.IN_CLEAR,
                plain);
    }

    private Element addTimestamp() {
        Instant created = engine.freshness().now();
        Element timestamp = dom.append(header, "u:Timestamp");
        DomWriter.set(timestamp, "u:Id", ids.nextToken());
        dom.append(timestamp, "u:Created", UtcTime.text(created));
        dom.append(timestamp, "u:Expires", UtcTime.text(created.plus(Freshness.LIFETIME)));
        return timestamp;
    }

    private Encryption addEncryption(Token token) {
        byte[] key = tokens.addDerivedKey(
                token,
                ids.encryptionKey(),
                protection
                        .derivedKeys()
                        .map(DerivedKeyPair::encryption)
                        .orElseGet(() -> newDerivation(engine.suite().encryptionKeyBytes())));
        Element referenceList = dom.append(header, "e:ReferenceList");
        DomWriter.declare(referenceList, "e");
        return new Encryption(key, referenceList);
    }

    private ContextEndorsement addEndorsingContext(SecurityContextKey context) {
        var token = new Token(new MessageKey.OfContext(context), tokens.addContextToken(context.token()));
        String id = ids.nextPart();
        return new ContextEndorsement(
                id, tokens.addDerivedKey(token, id, newDerivation(engine.suite().signatureKeyBytes())));
    }

    private KeyDerivation newDerivation(int bytes) {
        return KeyDerivation.random(engine.random(), bytes);
    }

    private List<Element> addConfirmations() {
        var confirmations = new ArrayList<Element>();
        for (int i = 0; i < ids.confirmations().size(); i++) {
            Element confirmation = dom.append(header, "k:SignatureConfirmation");
            DomWriter.set(confirmation, "u:Id", ids.confirmations().get(i));
            DomWriter.set(confirmation, "Value", protection.confirmations().get(i));
            DomWriter.declare(confirmation, "k");
            DomWriter.declare(confirmation, "u");
            confirmations.add(confirmation);
        }
        return confirmations;
    }

    private Element addPrimarySignature(byte[] key, Element timestamp, List<Element> confirmations) {
        var parts = new ArrayList<Element>();
        if (protection.parts().body().isSigned()) {
            parts.add(envelope.body());
        }
        parts.addAll(envelope.headersToSign());
        parts.add(timestamp);
        parts.addAll(confirmations);
        return engine.signer()
                .appendSymmetric(
                        header,
                        new SecretKeySpec(key, "HMAC"),
                        parts,
                        tokens.newReference(Namespaces.DERIVED_KEY_TYPE, ids.signatureKey()),
                        ids.signature().isEmpty() ? null : ids.signature());
    }

    private Element addEndorsement(X509Credential credential, String certificateId, Element primary) {
        return engine.signer()
                .appendAsymmetric(
                        header,
                        credential.privateKey(),
                        List.of(primary),
                        tokens.newReference(Namespaces.X509_V3, certificateId));
    }

    private Element addEndorsement(ContextEndorsement context, Element primary) {
        return engine.signer()
                .appendSymmetric(
                        header,
                        new SecretKeySpec(context.key(), "HMAC"),
                        List.of(primary),
                        tokens.newReference(Namespaces.DERIVED_KEY_TYPE, context.tokenId()),
                        null);
    }

    private void encrypt(Encryption with, Element primary, List<Element> confirmations, List<Element> endorsing) {
        var parts = new ArrayList<Part>();
        if (protection.parts().body().isEncrypted()) {
            parts.add(Part.content(envelope.body(), ids.encryptedBody()));
        }
        parts.add(Part.element(primary, ids.nextPart()));
        if (protection.confirmsEncrypted()) {
            confirmations.forEach(element -> parts.add(Part.element(element, ids.nextPart())));
        }
        endorsing.forEach(element -> parts.add(Part.element(element, ids.nextPart())));
        engine.encryptor()
                .encrypt(with.key(), tokens.newReference(Namespaces.DERIVED_KEY_TYPE, ids.encryptionKey()), parts);
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

    /** @param referenceList where the encrypted parts will be listed */
    private record Encryption(byte[] key, Element referenceList) {}

    /** @param tokenId of the derived key token */
    private record ContextEndorsement(String tokenId, byte[] key) {}
}

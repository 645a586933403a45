// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UtcTime;
import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.xml.XmlOctets;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Protects one message: writes what gets signed, computes the digests of what it wrote, signs, encrypts, and writes the whole message once, in WCF's order
 * and form. For one message.
 */
final class MessageWriter {
    private static final byte[] NONE = {};

    private final OctetsEngine engine;
    private final CipherSuite ciphers;
    private final Protection protection;
    private final OutgoingMessage message;
    private final MessageIds ids = new MessageIds();

    // WCF numbers the parts of a message in the order in which it first thinks of them.
    private final String signatureKeyId;
    private final String signatureId;
    private final List<String> confirmationIds;
    private final String encryptionKeyId;
    private final String bodyId;
    private final String encryptedBodyId;

    private final OctetWriter head = new OctetWriter(2_048);
    private final OctetWriter tokens = new OctetWriter(4_096);

    MessageWriter(OctetsEngine engine, OutgoingMessage message, Protection protection) {
        this.engine = engine;
        this.ciphers = engine.ciphers();
        this.message = message;
        this.protection = protection;
        Optional<DerivedKeyPair> pair = pair();
        this.signatureKeyId = pair.map(DerivedKeyPair::signatureId).orElseGet(ids::nextPart);
        this.signatureId = isEndorsed() ? ids.nextPart() : "";
        this.confirmationIds =
                protection.confirmations().stream().map(value -> ids.nextPart()).toList();
        this.encryptionKeyId = pair.map(DerivedKeyPair::encryptionId).orElseGet(ids::nextPart);
        this.bodyId = ids.nextPart();
        this.encryptedBodyId = isEncrypted() ? ids.nextPart() : "";
    }

    private Optional<DerivedKeyPair> pair() {
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
        byte[] body = XmlOctets.of(message.body());
        writeHead();
        MessageToken token = MessageToken.write(tokens, engine, protection.token(), ids);
        byte[] signatureKey = derivedKey(
                token,
                signatureKeyId,
                pair().map(DerivedKeyPair::signature).orElseGet(this::newSignatureDerivation));
        byte[] encryptionKey = isEncrypted()
                ? derivedKey(
                        token,
                        encryptionKeyId,
                        pair().map(DerivedKeyPair::encryption).orElseGet(this::newEncryptionDerivation))
                : NONE;

        var afterTokens = new OctetWriter(2_048);
        String certificateId = protection
                .endorsing()
                .map(credential -> writeCertificate(afterTokens, credential))
                .orElse("");
        Optional<Endorser> renewed = protection.endorsingContext().map(context -> writeContext(afterTokens, context));

        List<byte[]> confirmations = confirmations();
        var signed = new SignedOctets(ciphers, head, confirmations, bodyId, body);
        Signed primary = primarySignature(signed, signatureKey);
        List<Signed> endorsements = new ArrayList<>();
        protection
                .endorsing()
                .ifPresent(credential -> endorsements.add(endorsement(credential, certificateId, primary)));
        renewed.ifPresent(context -> endorsements.add(endorsement(context, primary)));

        byte[] octets = isEncrypted()
                ? encrypted(encryptionKey, body, confirmations, primary, endorsements, afterTokens)
                : inClear(body, confirmations, primary, endorsements, afterTokens);
        List<String> values = new ArrayList<>();
        values.add(primary.value);
        endorsements.forEach(each -> values.add(each.value));
        return new ProtectedMessage(octets, token.key(), values, signed.body());
    }

    /** A signature as it was written, and its value in base64. */
    private record Signed(OctetWriter octets, String value) {}

    /** A derived key of the context that gets renewed. */
    private record Endorser(String tokenId, byte[] key) {}

    private void writeHead() {
        head.markup(HeaderOctets.ENVELOPE);
        HeaderOctets.addressing(head, message.addressing(), ids::nextPart);
        message.headers().forEach(block -> ApplicationHeader.write(head, block, ids.nextPart()));
        head.markup(HeaderOctets.SECURITY_START);
        Instant created = engine.freshness().now();
        HeaderOctets.timestamp(
                head, ids.nextToken(), UtcTime.text(created), UtcTime.text(created.plus(Freshness.LIFETIME)));
    }

    private KeyDerivation newSignatureDerivation() {
        return KeyDerivation.random(engine.random(), engine.suite().signatureKeyBytes());
    }

    private KeyDerivation newEncryptionDerivation() {
        return KeyDerivation.random(engine.random(), engine.suite().encryptionKeyBytes());
    }

    private byte[] derivedKey(MessageToken token, String id, KeyDerivation derivation) {
        HeaderOctets.derivedKey(tokens, id, derivation, token.name());
        return token.key().derive(derivation);
    }

    private String writeCertificate(OctetWriter to, X509Credential credential) {
        String id = ids.nextToken();
        try {
            HeaderOctets.certificate(to, id, credential.certificate().getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has an encoding", impossible);
        }
        return id;
    }

    private Endorser writeContext(OctetWriter to, SecurityContextKey context) {
        MessageToken token = MessageToken.ofContext(to, context);
        String id = ids.nextPart();
        KeyDerivation derivation = newSignatureDerivation();
        HeaderOctets.derivedKey(to, id, derivation, token.name());
        return new Endorser(id, context.derive(derivation));
    }

    private List<byte[]> confirmations() {
        var confirmations = new ArrayList<byte[]>();
        for (int i = 0; i < confirmationIds.size(); i++) {
            var octets = new OctetWriter(512);
            HeaderOctets.confirmation(octets, confirmationIds.get(i), protection.confirmations().get(i));
            confirmations.add(octets.toByteArray());
        }
        return confirmations;
    }

    private Signed primarySignature(SignedOctets signed, byte[] key) {
        var signature = new SignatureOctets(engine.suite(), engine.suite().symmetricSignatureUri());
        signed.forEachPart(signature::add);
        return symmetric(signature, signatureId, key, signatureKeyId);
    }

    private Signed endorsement(Endorser context, Signed primary) {
        var signature = new SignatureOctets(engine.suite(), engine.suite().symmetricSignatureUri());
        signature.add(signatureId, SignedOctets.digestOfSignature(ciphers, primary.octets));
        return symmetric(signature, "", context.key, context.tokenId);
    }

    private Signed symmetric(SignatureOctets signature, String id, byte[] key, String keyId) {
        OctetWriter signedInfo = signature.signedInfo();
        byte[] value = ciphers.hmac(key, signedInfo);
        return signed(signature.signature(id, value, HeaderOctets.referenceToDerivedKey(keyId)), value);
    }

    private Signed endorsement(X509Credential credential, String certificateId, Signed primary) {
        var signature = new SignatureOctets(engine.suite(), engine.suite().asymmetricSignatureUri());
        signature.add(signatureId, SignedOctets.digestOfSignature(ciphers, primary.octets));
        OctetWriter signedInfo = signature.signedInfo();
        byte[] value = ciphers.sign(credential.privateKey(), signedInfo);
        return signed(signature.signature("", value, HeaderOctets.referenceToCertificate(certificateId)), value);
    }

    private static Signed signed(OctetWriter octets, byte[] value) {
        return new Signed(octets, Base64.getEncoder().encodeToString(value));
    }

    private byte[] encrypted(
            byte[] key,
            byte[] body,
            List<byte[]> confirmations,
            Signed primary,
            List<Signed> endorsements,
            OctetWriter afterTokens) {
        var listed = new ArrayList<>(List.of(encryptedBodyId));
        var items = new OctetWriter(8_192);
        String primaryId = listed(listed);
        for (byte[] confirmation : confirmations) {
            encrypt(items, listed(listed), "Element", key, confirmation, confirmation.length, HeaderPlace.HEADER);
        }
        encrypt(items, primaryId, "Element", key, primary.octets.array(), primary.octets.size(), HeaderPlace.HEADER);
        for (Signed endorsement : endorsements) {
            OctetWriter octets = endorsement.octets;
            encrypt(items, listed(listed), "Element", key, octets.array(), octets.size(), HeaderPlace.HEADER);
        }
        HeaderOctets.referenceList(tokens, listed);
        var message = start(body.length * 3 / 2 + items.size() + afterTokens.size());
        append(message, afterTokens);
        append(message, items);
        message.markup(HeaderOctets.SECURITY_END);
        HeaderOctets.body(message, bodyId);
        encrypt(message, encryptedBodyId, "Content", key, body, body.length, HeaderPlace.BODY);
        return message.markup(HeaderOctets.ENVELOPE_END).toByteArray();
    }

    private String listed(List<String> listed) {
        String id = ids.nextPart();
        listed.add(id);
        return id;
    }

    private void encrypt(
            OctetWriter to, String id, String type, byte[] key, byte[] octets, int length, HeaderPlace place) {
        String reference = place == HeaderPlace.HEADER
                ? HeaderOctets.referenceInHeader(encryptionKeyId)
                : HeaderOctets.referenceToDerivedKey(encryptionKeyId);
        byte[] ciphertext = ciphers.encrypt(key, octets, length, engine.random());
        HeaderOctets.encryptedData(to, id, type, engine.suite(), reference, ciphertext);
    }

    /** Where an encrypted part stands: the prefix of its key reference is declared in the header. */
    private enum HeaderPlace {
        HEADER,
        BODY
    }

    private byte[] inClear(
            byte[] body,
            List<byte[]> confirmations,
            Signed primary,
            List<Signed> endorsements,
            OctetWriter afterTokens) {
        var message = start(body.length + 4_096 + afterTokens.size());
        append(message, afterTokens);
        confirmations.forEach(message::write);
        append(message, primary.octets);
        endorsements.forEach(each -> append(message, each.octets));
        message.markup(HeaderOctets.SECURITY_END);
        HeaderOctets.body(message, bodyId);
        message.write(body);
        return message.markup(HeaderOctets.ENVELOPE_END).toByteArray();
    }

    private OctetWriter start(int more) {
        var message = new OctetWriter(head.size() + tokens.size() + 2_048 + more);
        append(message, head);
        append(message, tokens);
        return message;
    }

    private static void append(OctetWriter to, OctetWriter from) {
        to.write(from.array(), 0, from.size());
    }
}

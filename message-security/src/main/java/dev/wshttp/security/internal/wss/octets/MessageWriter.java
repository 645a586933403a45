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
import dev.wshttp.security.internal.wss.MessageIds;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.octets.SignedOctets.Part;
import dev.wshttp.security.internal.xml.XmlOctets;
import dev.wshttp.security.protection.MessageParts;
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
    private static final int CONTEXT_HEADER_BYTES = 6_000;
    private static final int CONFIRMATION_BYTES = 1_400;
    private static final int HEADER_BYTES = 1_024;
    private static final int ENDORSEMENT_BYTES = 6_000;
    private static final int BODY_BYTES = 1_024;

    private final OctetsEngine engine;
    private final CipherSuite ciphers;
    private final Protection protection;
    private final OutgoingMessage message;
    private final MessageIds ids;

    private final OctetWriter body = new OctetWriter(BODY_BYTES);
    private OctetWriter octets;
    private final ContractHeaders headers = new ContractHeaders();

    MessageWriter(OctetsEngine engine, OutgoingMessage message, Protection protection) {
        this.engine = engine;
        this.ciphers = engine.ciphers();
        this.message = message;
        this.protection = protection;
        this.ids = new MessageIds(protection);
        this.octets = new OctetWriter(expectedHeaderBytes());
        XmlOctets.write(message.body(), body);
    }

    /** Returns about the number of octets up to the body, as in WCF's messages. */
    private int expectedHeaderBytes() {
        int perSignature = CONFIRMATION_BYTES * protection.confirmations().size();
        return CONTEXT_HEADER_BYTES
                + perSignature
                + HEADER_BYTES * message.headers().size()
                + (protection.isEndorsed() ? ENDORSEMENT_BYTES : 0);
    }

    ProtectedMessage write() {
        writeHead();
        List<OctetWriter> confirmations = confirmations();
        var signed = new SignedOctets(ciphers, octets, confirmations, ids.body(), body);
        MessageToken token = MessageToken.write(octets, engine, protection.token(), ids);
        byte[] signatureKey = derivedKey(
                token,
                ids.signatureKey(),
                protection.derivedKeys().map(DerivedKeyPair::signature).orElseGet(this::newSignatureDerivation));
        byte[] encryptionKey = protection.isEncrypted()
                ? derivedKey(
                        token,
                        ids.encryptionKey(),
                        protection
                                .derivedKeys()
                                .map(DerivedKeyPair::encryption)
                                .orElseGet(this::newEncryptionDerivation))
                : NONE;
        String certificateId = protection.endorsing().isPresent() ? ids.nextToken() : "";
        String renewedKeyId = protection.endorsingContext().isPresent() ? ids.nextPart() : "";
        List<String> itemIds = protection.isEncrypted() ? itemIds() : List.of();
        if (protection.isEncrypted()) {
            HeaderOctets.referenceList(octets, encryptedIds(itemIds));
        }
        protection.endorsing().ifPresent(credential -> writeCertificate(certificateId, credential));
        Optional<Endorser> renewed = protection.endorsingContext().map(context -> writeContext(renewedKeyId, context));

        Signed primary = primarySignature(signed, signatureKey);
        List<Signed> signatures = new ArrayList<>(List.of(primary));
        protection.endorsing().ifPresent(credential -> signatures.add(endorsement(credential, certificateId, primary)));
        renewed.ifPresent(context -> signatures.add(endorsement(context, primary)));
        var values = new ArrayList<String>(signatures.size());
        signatures.forEach(signature -> values.add(signature.value));
        writeItems(encryptionKey, itemIds, confirmations, signatures);
        octets.markup(HeaderOctets.SECURITY_END);
        octets = headers.encrypted(octets, (to, id, clear) -> encryptHeader(to, id, encryptionKey, clear));
        writeBody(encryptionKey);
        return new ProtectedMessage(
                octets.toByteArray(),
                token.key(),
                values,
                protection.isEncrypted() ? Confidentiality.ENCRYPTED : Confidentiality.IN_CLEAR,
                signed.body());
    }

    /** A signature as it was written, and its value in base64. */
    private record Signed(OctetWriter octets, String value) {}

    /** A derived key of the context that gets renewed. */
    private record Endorser(String tokenId, byte[] key) {}

    private void writeHead() {
        octets.markup(HeaderOctets.ENVELOPE);
        MessageParts parts = protection.parts();
        if (parts.headers().isEmpty() && !parts.undeclared().isEncrypted()) {
            HeaderOctets.addressing(octets, message.addressing(), ids::nextPart);
            message.headers().forEach(block -> ApplicationHeader.of(block).write(octets, ids.nextPart()));
        } else {
            HeaderOctets.action(octets, message.addressing(), ids::nextPart);
            headers.write(octets, message.headers(), parts, ids::nextPart);
            HeaderOctets.othersOfAddressing(octets, message.addressing(), ids::nextPart);
        }
        octets.markup(HeaderOctets.SECURITY_START);
        Instant created = engine.freshness().now();
        HeaderOctets.timestamp(
                octets, ids.nextToken(), UtcTime.text(created), UtcTime.text(created.plus(Freshness.LIFETIME)));
    }

    private KeyDerivation newSignatureDerivation() {
        return KeyDerivation.random(engine.random(), engine.suite().signatureKeyBytes());
    }

    private KeyDerivation newEncryptionDerivation() {
        return KeyDerivation.random(engine.random(), engine.suite().encryptionKeyBytes());
    }

    private byte[] derivedKey(MessageToken token, String id, KeyDerivation derivation) {
        HeaderOctets.derivedKey(octets, id, derivation, token.name());
        return token.key().derive(derivation);
    }

    private void writeCertificate(String id, X509Credential credential) {
        try {
            HeaderOctets.certificate(octets, id, credential.certificate().getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has an encoding", impossible);
        }
    }

    private Endorser writeContext(String keyId, SecurityContextKey context) {
        MessageToken token = MessageToken.ofContext(octets, context);
        KeyDerivation derivation = newSignatureDerivation();
        HeaderOctets.derivedKey(octets, keyId, derivation, token.name());
        return new Endorser(keyId, context.derive(derivation));
    }

    /** Returns the ids of what gets encrypted in the security header, in WCF's order: primary signature, confirmations, endorsing signatures. */
    private List<String> itemIds() {
        int confirmations = protection.confirmsEncrypted() ? ids.confirmations().size() : 0;
        int endorsing = (protection.endorsing().isPresent() ? 1 : 0)
                + (protection.endorsingContext().isPresent() ? 1 : 0);
        var items = new ArrayList<String>();
        for (int i = 0; i < 1 + confirmations + endorsing; i++) {
            items.add(ids.nextPart());
        }
        return items;
    }

    /** Returns the ids of all that gets encrypted, in WCF's order: body, headers, then the items of the security header. */
    private List<String> encryptedIds(List<String> itemIds) {
        var encrypted = new ArrayList<String>();
        if (!ids.encryptedBody().isEmpty()) {
            encrypted.add(ids.encryptedBody());
        }
        encrypted.addAll(headers.encryptedIds());
        encrypted.addAll(itemIds);
        return encrypted;
    }

    private List<OctetWriter> confirmations() {
        var confirmations = new ArrayList<OctetWriter>();
        for (int i = 0; i < ids.confirmations().size(); i++) {
            var confirmation = new OctetWriter(640);
            HeaderOctets.confirmation(
                    confirmation,
                    ids.confirmations().get(i),
                    protection.confirmations().get(i));
            confirmations.add(confirmation);
        }
        return confirmations;
    }

    private Signed primarySignature(SignedOctets signed, byte[] key) {
        var signature = new SignatureOctets(engine.suite(), engine.suite().symmetricSignatureUri());
        signed.parts().forEach(signature::add);
        return symmetric(signature, ids.signature(), key, ids.signatureKey());
    }

    private Signed endorsement(Endorser context, Signed primary) {
        var signature = new SignatureOctets(engine.suite(), engine.suite().symmetricSignatureUri());
        signature.add(new Part(ids.signature(), SignedOctets.digestOfSignature(ciphers, primary.octets)));
        return symmetric(signature, "", context.key, context.tokenId);
    }

    private Signed symmetric(SignatureOctets signature, String id, byte[] key, String keyId) {
        OctetWriter signedInfo = signature.signedInfo();
        byte[] value = ciphers.hmac(key, signedInfo);
        return signed(signature.signature(id, value, HeaderOctets.referenceToDerivedKey(keyId)), value);
    }

    private Signed endorsement(X509Credential credential, String certificateId, Signed primary) {
        var signature = new SignatureOctets(engine.suite(), engine.suite().asymmetricSignatureUri());
        signature.add(new Part(ids.signature(), SignedOctets.digestOfSignature(ciphers, primary.octets)));
        OctetWriter signedInfo = signature.signedInfo();
        byte[] value = ciphers.sign(credential.privateKey(), signedInfo);
        return signed(signature.signature("", value, HeaderOctets.referenceToCertificate(certificateId)), value);
    }

    private static Signed signed(OctetWriter octets, byte[] value) {
        return new Signed(octets, Base64.getEncoder().encodeToString(value));
    }

    /** @param itemIds empty if the signatures are in clear */
    private void writeItems(
            byte[] key, List<String> itemIds, List<OctetWriter> confirmations, List<Signed> signatures) {
        int next = 1;
        for (OctetWriter confirmation : confirmations) {
            if (protection.confirmsEncrypted()) {
                encryptElement(itemIds.get(next++), key, confirmation);
            } else {
                octets.write(confirmation);
            }
        }
        for (int i = 0; i < signatures.size(); i++) {
            OctetWriter signature = signatures.get(i).octets;
            if (protection.isEncrypted()) {
                encryptElement(itemIds.get(i == 0 ? 0 : next++), key, signature);
            } else {
                octets.write(signature);
            }
        }
    }

    private void writeBody(byte[] key) {
        HeaderOctets.body(octets, ids.body());
        if (!protection.parts().body().isEncrypted()) {
            octets.reserveExactly(body.size() + HeaderOctets.ENVELOPE_END.length());
            octets.write(body);
            octets.markup(HeaderOctets.ENVELOPE_END);
            return;
        }
        HeaderOctets.encryptedData(
                octets,
                ids.encryptedBody(),
                "Content",
                engine.suite(),
                HeaderOctets.referenceToDerivedKey(ids.encryptionKey()));
        // The rest of the message, so that its array does not have to be copied at the end.
        octets.reserveExactly(OctetWriter.encodedBytes(ciphers.encryptedBytes(body.size()))
                + HeaderOctets.ENCRYPTED_DATA_END.length()
                + HeaderOctets.ENVELOPE_END.length());
        encrypt(octets, key, body);
        octets.markup(HeaderOctets.ENVELOPE_END);
    }

    private void encryptHeader(OctetWriter to, String id, byte[] key, OctetWriter clear) {
        HeaderOctets.encryptedHeader(to, id, engine.suite(), HeaderOctets.referenceToDerivedKey(ids.encryptionKey()));
        encrypt(to, key, clear);
        to.markup(HeaderOctets.ENCRYPTED_HEADER_END);
    }

    /** Encrypts an element of the security header. */
    private void encryptElement(String id, byte[] key, OctetWriter element) {
        HeaderOctets.encryptedData(
                octets, id, "Element", engine.suite(), HeaderOctets.referenceInHeader(ids.encryptionKey()));
        encrypt(octets, key, element);
    }

    private void encrypt(OctetWriter to, byte[] key, OctetWriter plaintext) {
        int length = plaintext.size();
        to.base64(
                        ciphers.encryptedBytes(length),
                        (into, start) -> ciphers.encrypt(key, plaintext.array(), length, engine.random(), into, start))
                .markup(HeaderOctets.ENCRYPTED_DATA_END);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MISSING;
import static dev.wshttp.security.SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH;
import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Expectation.Endorsement;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.Verification;
import dev.wshttp.security.internal.wss.proof.MessageLayout.Item;
import dev.wshttp.security.internal.wss.proof.SignatureReader.ReadSignature;
import dev.wshttp.security.internal.wss.proof.SignatureReader.Reference;
import dev.wshttp.security.protection.ProtectionLevel;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Proves one message. Each stage is a method; they run from top to bottom. */
final class MessageProver implements Verification {
    private static final Set<String> OWN_ROLES =
            Set.of("", Namespaces.SOAP + "/role/next", Namespaces.SOAP + "/role/ultimateReceiver");

    private final Prover prover;
    private final ReceivedDocument document;
    private final ReceivedEnvelope envelope;
    private final Expectation expectation;
    private final ReceivedHeader header;
    private final List<String> timestamp;
    private final ReceivedKeys keys;
    private final MessageLayout layout;
    private final Optional<X509Certificate> certificate;
    private final SignatureChecks checks;
    private final Coverage coverage;
    private final ItemReader items;
    private final Doubts doubts = new Doubts();
    private final List<String> signatureValues = new ArrayList<>();
    private final Map<EncryptedHeader, ReceivedElement> decrypted = new LinkedHashMap<>();
    private @Nullable MessageKey key;
    private @Nullable ReadSignature primary;
    private @Nullable MessageSecurityException unreadable;

    /** Reads all that stands in clear and requires that it is as expected. */
    MessageProver(ProvableMessage message, Expectation expectation) {
        this.prover = message.prover();
        this.document = message.document();
        this.envelope = message.envelope();
        this.expectation = expectation;
        envelope.requireQuotas();
        envelope.requireUnambiguous(List.of());
        this.header = new ReceivedHeader(
                envelope.securityHeader()
                        .orElseThrow(() -> new MessageSecurityException(
                                SECURITY_HEADER_MISSING,
                                "The message has no security header (expected a message secured as this binding requires). Configure"
                                        + " WSHttpBinding with SecurityMode.Message on the other side.")),
                envelope.contextTokens());
        this.timestamp = readTimestamp(header.timestamp());
        requireFresh();
        this.keys = new ReceivedKeys(prover, expectation, header);
        this.layout =
                MessageLayout.of(envelope, header, expectation, new EncryptedParts(prover.suite(), keys.ofMessage()));
        List<ReceivedElement> signable = Coverage.signable(envelope);
        layout.requireBoundedPrimary(signable.size());
        requireHidden();
        this.certificate = readCertificate();
        this.items = new ItemReader(prover, document, keys, doubts);
        this.checks = new SignatureChecks(prover.ciphers(), new CanonicalForms(document), doubts);
        // Parts in clear have a budget of their own: otherwise parts that an attacker adds would use up the budget of
        // decrypted parts.
        var checksInClear = new SignatureChecks(prover.ciphers(), new CanonicalForms(document), doubts);
        this.coverage = new Coverage(envelope, signable, header, checksInClear, checks);
    }

    /** Requires that headers which the contract encrypts do not stand in clear. */
    private void requireHidden() {
        if (expectation.parts().headers().isEmpty()) {
            return;
        }
        for (ReceivedElement block : envelope.headerBlocks()) {
            if (level(block) == ProtectionLevel.ENCRYPT_AND_SIGN) {
                throw Refusal.notEncrypted("header '" + block.localName() + "' of '" + block.namespace() + "'");
            }
        }
    }

    /** Returns the least level that the contract gives a header in clear; null if the contract does not declare it. */
    private @Nullable ProtectionLevel level(ReceivedElement block) {
        return expectation.parts().header(block.namespace(), block.localName()).orElse(null);
    }

    private static List<String> readTimestamp(ReceivedElement timestamp) {
        List<ReceivedElement> times = timestamp.elements();
        boolean wellFormed = (times.size() == 1 || times.size() == 2)
                && times.get(0).is(Namespaces.UTILITY, "Created")
                && (times.size() == 1 || times.get(1).is(Namespaces.UTILITY, "Expires"));
        if (!wellFormed) {
            throw Refusal.malformed("a Timestamp of another form", "Created, then Expires");
        }
        return times.size() == 1
                ? List.of(times.get(0).text())
                : List.of(times.get(0).text(), times.get(1).text());
    }

    private Optional<X509Certificate> readCertificate() {
        if (expectation.endorsement() == Endorsement.REQUIRED) {
            return Optional.of(Certificates.read(header.certificate()));
        }
        if (header.hasCertificate()) {
            throw Refusal.malformed("a certificate that endorses nothing", "none");
        }
        return Optional.empty();
    }

    @Override
    public Optional<X509Certificate> claimedEndorser() {
        return certificate;
    }

    @Override
    public MessageKey unlock() {
        key = keys.unlock();
        return key;
    }

    @Override
    public String authenticate() {
        ReadSignature read = items.primary(layout.primary(), coverage.ids());
        doubts.addUnless(
                checks.hmac(
                        read,
                        keys.derived(items.keyOf(read, keys.ofMessage())),
                        layout.primary().workBytes()),
                MessageProver::invalidSignature);
        primary = read;
        signatureValues.add(read.valueText());
        int hidden = layout.confirmations().size() + layout.headers().size();
        coverage.judge(read.references(), hidden, bodyMayBeFree(), doubts);
        doubts.attempt(this::requireOthersIgnorable);
        if (doubts.exist()) {
            // The same work as for an accepted message, but on other octets.
            judgeRest(EncryptedPart::blank);
            throw refusal();
        }
        return read.valueText();
    }

    // Encrypted octets have to be signed whatever the contract says: otherwise each refusal would tell about them.
    private boolean bodyMayBeFree() {
        return !expectation.parts().body().isSigned() && layout.body().isEmpty();
    }

    @Override
    public MessageProof prove() {
        judgeRest(UnaryOperator.identity());
        if (doubts.exist()) {
            throw refusal();
        }
        // Added parts must not be compared with decrypted ones: the answer would tell an attacker about the plaintext.
        decrypted.forEach((header, block) -> document.substitute(header.block(), block));
        strip();
        keys.keep(requireNonNull(key));
        return new MessageProof(
                envelope.addressing(),
                requireNonNull(key),
                certificate,
                keys.endorsingContext(),
                signatureValues,
                layout.primary().encrypted().isPresent() ? Confidentiality.ENCRYPTED : Confidentiality.IN_CLEAR,
                document.envelope(),
                unreadable());
    }

    private Optional<MessageSecurityException> unreadable() {
        envelope.requireUnambiguous(free());
        try {
            envelope.requireQuotas();
            return Optional.ofNullable(unreadable);
        } catch (MessageSecurityException exceeded) {
            return Optional.of(exceeded);
        }
    }

    @Override
    public void requireFresh() {
        prover.freshness().require(timestamp.get(0), timestamp.size() == 1 ? null : timestamp.get(1));
    }

    @Override
    public void requireCreatedSince(Instant complete) {
        Freshness.requireSince(timestamp.get(0), complete);
    }

    /** @param octets chooses what to decrypt for an encrypted part: the part itself, or other octets of its size */
    private void judgeRest(UnaryOperator<EncryptedPart> octets) {
        List<ReceivedElement> confirmations = new ArrayList<>();
        layout.confirmations().forEach(item -> confirmations.add(items.confirmation(item, octets)));
        confirmations.forEach(confirmation -> coverage.judgeConfirmation(confirmation, doubts));
        requireConfirmed(confirmations);
        layout.headers().forEach(header -> judgeHeader(header, octets));
        coverage.requireComplete(doubts);
        judgeBody(octets);
        var endorsements = layout.endorsements().iterator();
        certificate.ifPresent(endorser -> judgeEndorsement(endorsements.next(), endorser, octets));
        if (endorsements.hasNext()) {
            judgeContextEndorsement(endorsements.next(), octets);
        }
    }

    private void judgeHeader(EncryptedHeader header, UnaryOperator<EncryptedPart> octets) {
        ReceivedElement block = items.header(header, octets);
        coverage.judgeHeader(block, header.content().plaintextBytes(), doubts);
        decrypted.put(header, block);
    }

    private void requireConfirmed(List<ReceivedElement> confirmations) {
        if (confirmations.isEmpty() && expectation.confirmations().isEmpty()) {
            return;
        }
        List<String> found = confirmations.stream()
                .map(each ->
                        doubts.attempt(() -> Refusal.canonicalBase64("a confirmation", each.attribute("", "Value"))))
                .map(String::valueOf)
                .sorted()
                .toList();
        doubts.addUnless(
                found.equals(expectation.confirmations().stream().sorted().toList()),
                () -> new MessageSecurityException(
                        SIGNATURE_CONFIRMATION_MISMATCH,
                        "The message confirms other signatures than those of the request (expected exactly these). The reply belongs to"
                                + " another request, or the service does not confirm signatures."));
    }

    private void judgeBody(UnaryOperator<EncryptedPart> octets) {
        if (layout.body().isEmpty()) {
            coverage.judgeBody(0, doubts);
            return;
        }
        Opened content = items.open(octets.apply(layout.body().get()));
        var body = new ReceivedBody(document, envelope.body(), checks);
        document.fill(envelope.body(), content);
        int workBytes = body.workBytes(content);
        boolean asSent = coverage.isBody(body.around(content), body.bytesAround(content), workBytes);
        if (content.content() == null && asSent) {
            unreadable = content.tooLarge() ? items.beyondQuotas() : items.notXml();
            coverage.judgeBody(workBytes, new Doubts());
            return;
        }
        doubts.addUnless(content.content() != null, items::undecryptable);
        coverage.judgeBody(workBytes, doubts);
    }

    private void judgeEndorsement(Item item, X509Certificate endorser, UnaryOperator<EncryptedPart> octets) {
        ReadSignature signature = items.endorsement(item, endorser, octets);
        @Nullable Boolean named = doubts.attempt(() -> isNamed(signature.key(), endorser));
        doubts.addUnless(
                Boolean.TRUE.equals(named),
                () -> Refusal.malformed(
                        "the endorsing signature's key is " + signature.key(),
                        "the certificate in the BinarySecurityToken"));
        boolean valid = checks.rsa(signature, endorser.getPublicKey());
        judge(signature, valid);
    }

    /** Judges the endorsement by the key of the context that the message renews (WS-SecureConversation, February 2005, section 5). */
    private void judgeContextEndorsement(Item item, UnaryOperator<EncryptedPart> octets) {
        ReadSignature signature = items.contextEndorsement(item, octets);
        byte[] contextKey = keys.derived(items.keyOf(signature, keys.ofEndorsement()));
        judge(signature, checks.hmac(signature, contextKey, item.workBytes()));
    }

    /** Requires that an endorsing signature covers the primary one and nothing else (WS-SecurityPolicy 1.1, section 8.3). */
    private void judge(ReadSignature endorsing, boolean valid) {
        doubts.addUnless(valid, MessageProver::invalidSignature);
        ReceivedElement signature = requireNonNull(primary).element();
        Reference reference = endorsing.references().get(0);
        int workBytes = layout.primary().workBytes();
        byte[] digest = checks.digest(signature, reference.prefixes(), workBytes);
        doubts.addUnless(
                endorsing.references().size() == 1 && reference.id().equals(signature.id()),
                () -> Refusal.malformed(
                        "the endorsing signature covers '" + reference.id() + "' or more",
                        "the primary signature and nothing else"));
        doubts.addUnless(
                MessageDigest.isEqual(digest, reference.digest()),
                () -> new MessageSecurityException(
                        SIGNATURE_INVALID,
                        "The endorsing signature covers another primary signature (expected that of this message)."));
        signatureValues.add(endorsing.valueText());
    }

    private boolean isNamed(TokenReference reference, X509Certificate endorser) {
        return reference instanceof TokenReference.Direct direct
                ? direct.id().equals(header.certificate().id())
                : reference instanceof TokenReference.KeyIdentifier identifier && identifier.names(endorser);
    }

    private MessageSecurityException refusal() {
        items.levelOut();
        return doubts.first();
    }

    private static MessageSecurityException invalidSignature() {
        return new MessageSecurityException(
                SIGNATURE_INVALID,
                "A signature of the message does not verify (expected one over the message as it was sent). The message was changed on its"
                        + " way, or signed with another key.");
    }

    /** Requires that every header block in clear is signed that the contract wants signed or that has to be understood. */
    private boolean requireOthersIgnorable() {
        unsignedBlocks().forEach(this::requireIgnorable);
        return true;
    }

    /** Returns the header blocks that {@link #isUnsigned} is true of now, but for the security header. */
    private List<ReceivedElement> unsignedBlocks() {
        var unsigned = new ArrayList<ReceivedElement>(1);
        for (ReceivedElement block : envelope.headerBlocks()) {
            if (!header.isHeader(block) && isUnsigned(block)) {
                unsigned.add(block);
            }
        }
        return unsigned;
    }

    /** Returns whether a part stands in clear and no signature covers it. */
    private boolean isUnsigned(ReceivedElement part) {
        return !EncryptedHeader.is(part) && !coverage.covers(part);
    }

    private void requireIgnorable(ReceivedElement block) {
        @Nullable ProtectionLevel level = level(block);
        if (level == ProtectionLevel.SIGN) {
            throw notSigned(block, "is signed by the contract, and came without a signature");
        }
        String mustUnderstand = block.attribute(Namespaces.SOAP, "mustUnderstand");
        if (level == null
                && isForThisReceiver(block)
                && (mustUnderstand.equals("1") || mustUnderstand.equals("true"))) {
            throw notSigned(block, "has to be understood, and is not signed");
        }
    }

    // SOAP 1.2, part 1, section 2.2: a node ignores blocks for roles in which it does not act, and no node acts in
    // none.
    private static boolean isForThisReceiver(ReceivedElement block) {
        return OWN_ROLES.contains(block.attribute(Namespaces.SOAP, "role"));
    }

    private static MessageSecurityException notSigned(ReceivedElement block, String problem) {
        return new MessageSecurityException(
                PART_NOT_SIGNED,
                "The header '" + block.localName() + "' of '" + block.namespace() + "' " + problem
                        + " (expected such headers signed). Let the sender sign it, or find out who added it on the way.");
    }

    /** Returns the parts in clear that are not signed and that the contract leaves free. An attacker could guess ids in them until one is refused. */
    private List<ReceivedElement> free() {
        List<ReceivedElement> free = unsignedBlocks();
        if (isUnsigned(envelope.body())) {
            free.add(envelope.body());
        }
        return free;
    }

    /** Removes the security header and all that an attacker may have added, but for header blocks that the contract leaves free. */
    private void strip() {
        envelope.frame().forEach(document::removeAttributes);
        List<ReceivedElement> removed = unsignedBlocks();
        removed.removeIf(block -> level(block) == ProtectionLevel.NONE);
        removed.add(header.element());
        document.remove(removed);
    }
}

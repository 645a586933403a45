// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.SecurityFault.DUPLICATE_ID;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.OctetSource;
import dev.wshttp.security.internal.wss.proof.SignatureReader.Reference;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks which parts of a message the primary signature covers. It may cover the body, the timestamp, the blocks of the SOAP header, the
 * certificate in the security header and the confirmations, each in the very place where this side reads it, and must cover the first two, every
 * addressing header and every confirmation. A reference to anything else is refused, so that a part which an attacker moved or wrapped does not
 * count as signed (signature wrapping). A header that the contract protects has to be covered wherever it stands. For one message.
 */
final class Coverage {
    private static final int MOST_SIGNED_BLOCKS = SignatureReader.MOST_REFERENCES;

    private final ReceivedEnvelope envelope;
    private final ReceivedHeader header;
    private final SignatureChecks checksInClear;
    private final SignatureChecks checks;
    private final List<ReceivedElement> inClear = new ArrayList<>();
    private final Map<String, ReceivedElement> parts = new LinkedHashMap<>();
    private final Map<String, Reference> references = new HashMap<>();
    private final Set<ReceivedElement> covered = new HashSet<>();

    /**
     * @param signable the {@linkplain #signable(ReceivedEnvelope) blocks} of the SOAP header that the signature can name
     * @param checksInClear computes the digests of what stands in clear
     * @param checks computes those of what was decrypted
     */
    Coverage(
            ReceivedEnvelope envelope,
            List<ReceivedElement> signable,
            ReceivedHeader header,
            SignatureChecks checksInClear,
            SignatureChecks checks) {
        this.envelope = envelope;
        this.header = header;
        this.checksInClear = checksInClear;
        this.checks = checks;
        inClear.add(header.timestamp());
        for (ReceivedElement block : signable) {
            if (!header.isHeader(block)) {
                inClear.add(block);
            }
        }
        add(envelope.body());
        inClear.forEach(this::add);
        if (header.hasCertificate()) {
            add(header.certificate());
        }
    }

    /** Returns the blocks of the SOAP header that a signature can name. This side does not digest other blocks, so blocks that an attacker adds cost nothing. */
    static List<ReceivedElement> signable(ReceivedEnvelope envelope) {
        List<ReceivedElement> blocks = new ArrayList<>();
        for (ReceivedElement block : envelope.headerBlocks()) {
            if (!block.id().isEmpty() && !EncryptedHeader.is(block)) {
                blocks.add(block);
            }
        }
        if (blocks.size() > MOST_SIGNED_BLOCKS) {
            throw Refusal.malformed(
                    blocks.size() + " header blocks with ids",
                    "at most " + MOST_SIGNED_BLOCKS + ", as many as a signature covers");
        }
        return blocks;
    }

    /** Returns the ids of the parts that every sender signs, and of further header blocks; the body's first. */
    List<String> ids() {
        // Of all parts but the certificate, in the order in which they were added.
        List<String> ids = new ArrayList<>(parts.keySet());
        if (header.hasCertificate()) {
            ids.remove(header.certificate().id());
        }
        return ids;
    }

    /**
     * Judges the references of the primary signature, and the digests of all that stands in clear.
     *
     * @param hidden the number of confirmations and headers that are judged later, most of which are still encrypted
     * @param bodyMayBeFree whether the body need not be signed
     */
    void judge(List<Reference> signed, int hidden, boolean bodyMayBeFree, Doubts doubts) {
        signed.forEach(reference -> references.put(reference.id(), reference));
        if (!bodyMayBeFree) {
            requireReferenced(envelope.body(), doubts);
        }
        requireReferenced(header.timestamp(), doubts);
        for (ReceivedElement block : envelope.headerBlocks()) {
            if (Namespaces.ADDRESSING.equals(block.namespace())) {
                requireReferenced(block, doubts);
            }
        }
        requireKnown(hidden, doubts);
        inClear.forEach(part -> judgeDigest(part, checksInClear, 0, doubts));
        if (header.hasCertificate() && referenceTo(header.certificate()) != null) {
            judgeDigest(header.certificate(), checksInClear, 0, doubts);
        }
    }

    /** Judges a confirmation after its decryption. */
    void judgeConfirmation(ReceivedElement confirmation, Doubts doubts) {
        judgeHidden(confirmation, 0, doubts);
    }

    /** Judges a header of the application after its decryption: whatever is encrypted has to be signed. */
    void judgeHeader(ReceivedElement block, int workBytes, Doubts doubts) {
        judgeHidden(block, workBytes, doubts);
    }

    private void judgeHidden(ReceivedElement part, int workBytes, Doubts doubts) {
        doubts.attempt(() -> add(part));
        requireReferenced(part, doubts);
        judgeDigest(part, checks, workBytes, doubts);
    }

    /** Judges the digest of the body after its decryption. */
    void judgeBody(int workBytes, Doubts doubts) {
        judgeDigest(envelope.body(), checks, workBytes, doubts);
    }

    /** Returns whether the signature has the digest of these octets for the body. */
    boolean isBody(OctetSource canonicalForm, int bytes, int workBytes) {
        Reference reference = referenceTo(envelope.body());
        byte[] digest = checks.digest(canonicalForm, bytes, workBytes);
        return reference != null && MessageDigest.isEqual(digest, reference.digest());
    }

    /** Requires that each reference covers a part that was found. */
    void requireComplete(Doubts doubts) {
        requireKnown(0, doubts);
    }

    /** Returns whether the signature covers this very element. */
    boolean covers(ReceivedElement part) {
        return covered.contains(part);
    }

    private ReceivedElement add(ReceivedElement part) {
        String id = part.id();
        if (!id.isEmpty() && parts.put(id, part) != null) {
            throw new MessageSecurityException(
                    DUPLICATE_ID, "Two parts of the message have the id '" + id + "' (expected unique ids).");
        }
        return part;
    }

    private void requireKnown(int more, Doubts doubts) {
        List<String> unknown = new ArrayList<>(0);
        for (String id : references.keySet()) {
            if (!parts.containsKey(id)) {
                unknown.add(id);
            }
        }
        doubts.addUnless(
                unknown.size() <= more,
                () -> new MessageSecurityException(
                        SIGNATURE_INVALID,
                        "The primary signature covers " + unknown
                                + " (expected parts of this message: its body, its timestamp and blocks of its header). A part was taken"
                                + " out, moved or wrapped on its way."));
    }

    private void judgeDigest(ReceivedElement part, SignatureChecks with, int workBytes, Doubts doubts) {
        @Nullable Reference reference = referenceTo(part);
        byte[] digest = with.digest(part, reference == null ? "" : reference.prefixes(), workBytes);
        if (reference == null) {
            return;
        }
        boolean good = MessageDigest.isEqual(digest, reference.digest());
        if (good) {
            covered.add(part);
        }
        doubts.addUnless(good, changed(part));
    }

    private void requireReferenced(ReceivedElement part, Doubts doubts) {
        doubts.addUnless(
                referenceTo(part) != null,
                () -> new MessageSecurityException(
                        PART_NOT_SIGNED,
                        "The " + part.qualifiedName()
                                + " is not covered by the primary signature (expected: body, timestamp, confirmations and every addressing"
                                + " header). The message was rearranged on its way, or the other side signs too little."));
    }

    private @Nullable Reference referenceTo(ReceivedElement part) {
        return references.get(part.id());
    }

    private static Supplier<MessageSecurityException> changed(ReceivedElement part) {
        return () -> new MessageSecurityException(
                SIGNATURE_INVALID,
                "The " + part.qualifiedName()
                        + " is not what the primary signature covers (expected it as it was sent). The message was changed on its way.");
    }
}

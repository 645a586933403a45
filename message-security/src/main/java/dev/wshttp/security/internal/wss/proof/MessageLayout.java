// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Expectation.Endorsement;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The encrypted and the clear items of a message. They have exactly the number, the kind and the order that the expectation allows, each has
 * the one form of this protocol, and the reference list names all encrypted ones. The position alone says what an item is, so this side knows it
 * without decryption.
 *
 * @param confirmations the items that have to turn out to be signature confirmations
 * @param primary the item that has to turn out to be the primary signature
 * @param endorsements those that have to turn out to be endorsing signatures
 * @param body the content of the body; empty if it is in clear
 * @param headers the encrypted headers of the application
 */
record MessageLayout(
        List<Item> confirmations,
        Item primary,
        List<Item> endorsements,
        Optional<EncryptedPart> body,
        List<EncryptedHeader> headers) {
    // Generous limits for a signature without its references, and for each reference.
    private static final int SIGNATURE_BYTES = 4_096;
    private static final int REFERENCE_BYTES = 1_024;

    /**
     * Reads the layout of a message and requires the expected one.
     *
     * @throws MessageSecurityException with the first rule that it breaks
     */
    static MessageLayout of(
            ReceivedEnvelope envelope, ReceivedHeader header, Expectation expectation, EncryptedParts encryptedParts) {
        List<ReceivedElement> places = header.items();
        int confirmations = expectation.confirmations().size();
        Optional<ReceivedElement> encryptedBody = encryptedContent(envelope.body());
        requireHiddenConfirmations(places, expectation);
        requireNumber(places, confirmations, signatures(expectation));
        requireKinds(envelope, places, encryptedBody.isPresent(), expectation);
        header.requireTimestampAmongFirst(confirmations);
        encryptedBody.ifPresent(HeaderSchema::require);
        Optional<EncryptedPart> body =
                encryptedBody.map(content -> encryptedParts.read(content, Namespaces.ENCRYPTED_CONTENT));
        List<EncryptedHeader> headers = EncryptedHeader.all(envelope, header.element(), encryptedParts);
        List<Item> items = new ArrayList<>(places.size());
        List<EncryptedPart> parts = new ArrayList<>(places.size() + 1);
        for (ReceivedElement place : places) {
            Item item = Item.of(place, encryptedParts);
            items.add(item);
            item.encrypted().ifPresent(parts::add);
        }
        body.ifPresent(parts::add);
        requireListed(header, parts, headers);
        return new MessageLayout(
                items.subList(0, confirmations),
                items.get(confirmations),
                items.subList(confirmations + 1, items.size()),
                body,
                headers);
    }

    private static int signatures(Expectation expectation) {
        return 1
                + (expectation.endorsement() == Endorsement.REQUIRED ? 1 : 0)
                + (expectation.endorsingContext().isEmpty() ? 0 : 1);
    }

    private static void requireNumber(List<ReceivedElement> places, int confirmations, int signatures) {
        if (places.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.PART_NOT_SIGNED, "The message has no signature (expected one over all its parts).");
        }
        if (places.size() == confirmations + signatures) {
            return;
        }
        String found = "'" + places.size() + "' confirmations and signatures (expected '" + confirmations + "' and '"
                + signatures + "'";
        if (confirmations > 0) {
            throw new MessageSecurityException(
                    SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH,
                    "The message has " + found
                            + "). The reply belongs to another request, or the service does not confirm signatures.");
        }
        if (places.size() < signatures) {
            throw new MessageSecurityException(
                    SecurityFault.ENDORSING_SIGNATURE_MISSING,
                    "The message has " + found
                            + ": the primary one, and one with the key of the client's certificate). Set clientCredentialType to Certificate"
                            + " on the client.");
        }
        throw Refusal.malformed(places.size() + " confirmations and signatures", signatures + " signatures");
    }

    /** Requires that no confirmation is in clear but those of signatures that were. */
    private static void requireHiddenConfirmations(List<ReceivedElement> places, Expectation expectation) {
        boolean mayBeInClear = expectation.confirmed() == Confidentiality.IN_CLEAR
                && !expectation.confirmations().isEmpty();
        if (!mayBeInClear && isAny(places, MessageLayout::isConfirmation)) {
            throw Refusal.notEncrypted("signature confirmation");
        }
    }

    private static boolean isAny(List<ReceivedElement> elements, Predicate<ReceivedElement> kind) {
        for (ReceivedElement element : elements) {
            if (kind.test(element)) {
                return true;
            }
        }
        return false;
    }

    /** Requires encryption where it is expected, and an encrypted signature where anything that it covers is encrypted. */
    private static void requireKinds(
            ReceivedEnvelope envelope, List<ReceivedElement> places, boolean bodyEncrypted, Expectation expectation) {
        if (!bodyEncrypted && expectation.parts().body().isEncrypted()) {
            throw Refusal.notEncrypted("body");
        }
        int confirmations = expectation.confirmations().size();
        boolean anyEncrypted = bodyEncrypted || isAny(envelope.headerBlocks(), EncryptedHeader::is);
        if (anyEncrypted && !isEncryptedData(places.get(confirmations))) {
            throw Refusal.notEncrypted("primary signature");
        }
        boolean inClear = expectation.confirmed() == Confidentiality.IN_CLEAR;
        Predicate<ReceivedElement> kind = inClear ? MessageLayout::isConfirmation : MessageLayout::isEncryptedData;
        if (isAny(places.subList(0, confirmations), kind.negate())) {
            throw inClear
                    ? new MessageSecurityException(
                            SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH,
                            "The message has not the '" + confirmations
                                    + "' confirmations in clear (expected them as the signatures of the request were). The reply belongs to another"
                                    + " request, or the service encrypts what its contract says is signed only.")
                    : Refusal.malformed("a signature among the confirmations", "confirmations, then signatures");
        }
    }

    /** Returns the encrypted content of a body, judging by its form; empty if the content is in clear. */
    private static Optional<ReceivedElement> encryptedContent(ReceivedElement body) {
        List<ReceivedElement> content = body.elements();
        return content.size() == 1 && isEncryptedData(content.get(0)) && !body.hasText()
                ? Optional.of(content.get(0))
                : Optional.empty();
    }

    private static boolean isEncryptedData(ReceivedElement element) {
        return element.is(Namespaces.ENCRYPTION, "EncryptedData");
    }

    private static boolean isConfirmation(ReceivedElement element) {
        return element.is(Namespaces.SECURITY_11, "SignatureConfirmation");
    }

    private static void requireListed(ReceivedHeader header, List<EncryptedPart> parts, List<EncryptedHeader> headers) {
        if (parts.isEmpty() && headers.isEmpty() && !header.hasReferenceList()) {
            return;
        }
        Set<String> encrypted = new HashSet<>();
        parts.forEach(part -> encrypted.add(requireId(part.place())));
        Set<String> listed = new HashSet<>();
        for (ReceivedElement reference : header.referenceList().elements()) {
            String uri = reference.attribute("", "URI");
            boolean acceptable = reference.is(Namespaces.ENCRYPTION, "DataReference")
                    && reference.elements().isEmpty()
                    && uri.startsWith("#")
                    && uri.length() > 1
                    && listed.add(uri.substring(1));
            if (!acceptable) {
                throw Refusal.malformed(
                        "the ReferenceList has '" + uri + "'", "each encrypted part of the message once");
            }
        }
        headers.forEach(each -> encrypted.add(listedId(each, listed)));
        if (!listed.equals(encrypted)) {
            throw Refusal.malformed("the ReferenceList names " + listed, "exactly the encrypted parts " + encrypted);
        }
    }

    /** Returns the id by which the reference list names an encrypted header. */
    private static String listedId(EncryptedHeader header, Set<String> listed) {
        List<String> found = header.ids().stream().filter(listed::contains).toList();
        if (found.size() != 1) {
            throw Refusal.malformed(
                    "the ReferenceList names an EncryptedHeader " + header.ids() + " " + found.size() + " times",
                    "once, by its own id or by that of its EncryptedData");
        }
        return found.get(0);
    }

    private static String requireId(ReceivedElement encryptedData) {
        String id = encryptedData.id();
        if (id.isEmpty()) {
            throw Refusal.malformed("an EncryptedData without an id", "one, by which the ReferenceList names it");
        }
        return id;
    }

    /**
     * Requires that the primary signature is not larger than it can be: it is decrypted and read before its sender is known.
     *
     * @param blocks the number of header blocks that it may cover
     */
    void requireBoundedPrimary(int blocks) {
        int decrypted = headers.size() + confirmations.size();
        // The timestamp has a reference, too.
        int mostDecrypted = SignatureReader.MOST_REFERENCES - 1;
        if (decrypted > mostDecrypted) {
            throw Refusal.malformed(
                    decrypted + " encrypted headers and confirmations",
                    "at most " + mostDecrypted + ", as many as a signature covers");
        }
        int parts = Math.min(SignatureReader.MOST_REFERENCES, blocks + decrypted);
        int most = SIGNATURE_BYTES + REFERENCE_BYTES * parts;
        primary.encrypted()
                .filter(encrypted -> encrypted.plaintextBytes() > most)
                .ifPresent(large -> {
                    throw Refusal.malformed(
                            "a primary signature of " + large.plaintextBytes() + " bytes",
                            "at most " + most + " for " + parts + " headers and confirmations");
                });
    }

    /**
     * A confirmation or a signature as it was sent.
     *
     * @param place the element itself, or the {@code xenc:EncryptedData} that holds it
     * @param encrypted empty if it is in clear
     */
    record Item(ReceivedElement place, Optional<EncryptedPart> encrypted) {
        static Item of(ReceivedElement place, EncryptedParts encryptedParts) {
            return new Item(
                    place,
                    isEncryptedData(place)
                            ? Optional.of(encryptedParts.read(place, Namespaces.ENCRYPTED_ELEMENT))
                            : Optional.empty());
        }

        /** Returns the least number of bytes that a computation over the content has to process. */
        int workBytes() {
            return encrypted.map(EncryptedPart::plaintextBytes).orElse(0);
        }
    }
}

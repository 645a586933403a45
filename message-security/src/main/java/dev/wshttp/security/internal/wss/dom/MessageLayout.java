// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Expectation.Endorsement;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * What of a message is encrypted and what is in clear: exactly the number, the kind and the order of items that the expectation allows, each of
 * the one form that this protocol has, and all of them in the reference list. Position alone says what an item is, so nothing has to be decrypted
 * to find that out.
 *
 * @param confirmations the items that have to turn out to be signature confirmations
 * @param primary the item that has to turn out to be the primary signature
 * @param endorsements those that have to turn out to be endorsing signatures
 * @param body the content of the body; empty if it is in clear
 */
record MessageLayout(List<Item> confirmations, Item primary, List<Item> endorsements, Optional<EncryptedPart> body) {
    // Generous for what stands around the references of a signature, and for each of them.
    private static final int SIGNATURE_BYTES = 4_096;
    private static final int REFERENCE_BYTES = 1_024;
    private static final int MOST_SIGNED_BLOCKS = SignatureReader.MOST_REFERENCES;

    /**
     * Reads the layout of a message and requires the expected one.
     *
     * @throws MessageSecurityException with the first rule that it breaks
     */
    static MessageLayout of(
            SoapEnvelope envelope, ReceivedHeader header, Expectation expectation, EncryptedParts encryptedParts) {
        List<Element> places = header.items();
        int confirmations = expectation.confirmations().size();
        requireNumber(places, confirmations, signatures(expectation));
        requireKinds(envelope, places, confirmations, expectation.confidentiality());
        header.requireTimestampAmongFirst(confirmations);
        if (isEncrypted(envelope.body())) {
            HeaderSchema.require(contentOf(envelope.body()));
        }
        Optional<EncryptedPart> body = isEncrypted(envelope.body())
                ? Optional.of(encryptedParts.read(contentOf(envelope.body()), Namespaces.ENCRYPTED_CONTENT))
                : Optional.empty();
        List<Item> items =
                places.stream().map(place -> Item.of(place, encryptedParts)).toList();
        requireListed(
                header,
                Stream.concat(items.stream().flatMap(item -> item.encrypted().stream()), body.stream())
                        .toList());
        Item primary = items.get(confirmations);
        requireBounded(primary, signable(envelope).size() + confirmations);
        return new MessageLayout(
                items.subList(0, confirmations), primary, items.subList(confirmations + 1, items.size()), body);
    }

    /** The blocks of the SOAP header that a signature can name. Others cost nothing: what an attacker adds is not even digested. */
    static List<Element> signable(SoapEnvelope envelope) {
        List<Element> blocks = envelope.headerBlocks().stream()
                .filter(block -> !Elements.id(block).isEmpty())
                .toList();
        if (blocks.size() > MOST_SIGNED_BLOCKS) {
            throw Refusal.malformed(
                    blocks.size() + " header blocks with ids",
                    "at most " + MOST_SIGNED_BLOCKS + ", as many as a signature covers");
        }
        return blocks;
    }

    private static int signatures(Expectation expectation) {
        return 1
                + (expectation.endorsement() == Endorsement.REQUIRED ? 1 : 0)
                + (expectation.endorsingContext().isEmpty() ? 0 : 1);
    }

    private static void requireNumber(List<Element> places, int confirmations, int signatures) {
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

    /** A message that has to be encrypted is so; one that may be in clear has no encrypted body beside a signature in clear. */
    private static void requireKinds(
            SoapEnvelope envelope, List<Element> places, int confirmations, Confidentiality confidentiality) {
        boolean bodyEncrypted = isEncrypted(envelope.body());
        boolean mayBeInClear = confidentiality == Confidentiality.SIGNED_ONLY && !bodyEncrypted;
        if (!mayBeInClear) {
            if (!bodyEncrypted) {
                throw Refusal.notEncrypted("body");
            }
            if (!isEncryptedData(places.get(confirmations))) {
                throw Refusal.notEncrypted("primary signature");
            }
        }
        if (!places.subList(0, confirmations).stream().allMatch(MessageLayout::isEncryptedData)) {
            throw Refusal.malformed("a signature among the confirmations", "confirmations, then signatures");
        }
    }

    /** Whether the content of a body is encrypted, as far as one can see. */
    private static boolean isEncrypted(Element body) {
        List<Element> content = Elements.children(body);
        return content.size() == 1 && isEncryptedData(content.get(0)) && !Elements.hasText(body);
    }

    private static Element contentOf(Element body) {
        return Elements.children(body).get(0);
    }

    private static boolean isEncryptedData(Element element) {
        return Elements.is(element, Namespaces.ENCRYPTION, "EncryptedData");
    }

    private static void requireListed(ReceivedHeader header, List<EncryptedPart> parts) {
        if (parts.isEmpty() && !header.hasReferenceList()) {
            return;
        }
        Set<String> encrypted = new HashSet<>();
        parts.forEach(part -> encrypted.add(requireId(part.place())));
        Set<String> listed = new HashSet<>();
        for (Element reference : Elements.children(header.referenceList())) {
            String uri = reference.getAttributeNS(null, "URI");
            boolean acceptable = Elements.is(reference, Namespaces.ENCRYPTION, "DataReference")
                    && Elements.children(reference).isEmpty()
                    && uri.startsWith("#")
                    && uri.length() > 1
                    && listed.add(uri.substring(1));
            if (!acceptable) {
                throw Refusal.malformed(
                        "the ReferenceList has '" + uri + "'", "each encrypted part of the message once");
            }
        }
        if (!listed.equals(encrypted)) {
            throw Refusal.malformed("the ReferenceList names " + listed, "exactly the encrypted parts " + encrypted);
        }
    }

    private static String requireId(Element encryptedData) {
        String id = Elements.id(encryptedData);
        if (id.isEmpty()) {
            throw Refusal.malformed("an EncryptedData without an id", "one, by which the ReferenceList names it");
        }
        return id;
    }

    /** The primary signature is decrypted and read before its sender is known, so it must not be larger than it can be. */
    private static void requireBounded(Item primary, int parts) {
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
     * @param place where it stands: the element itself, or what it is encrypted in
     * @param encrypted empty if it is in clear
     */
    record Item(Element place, Optional<EncryptedPart> encrypted) {
        static Item of(Element place, EncryptedParts encryptedParts) {
            return new Item(
                    place,
                    isEncryptedData(place)
                            ? Optional.of(encryptedParts.read(place, Namespaces.ENCRYPTED_ELEMENT))
                            : Optional.empty());
        }

        /** How many bytes a computation over what is in it is over at least. */
        int workBytes() {
            return encrypted.map(EncryptedPart::plaintextBytes).orElse(0);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.internal.soap.Namespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A header block that the application's block is encrypted in (WS-Security 1.1, section 9.3).
 *
 * @param block the {@code wsse11:EncryptedHeader}
 * @param content what it holds
 */
record EncryptedHeader(ReceivedElement block, EncryptedPart content) {
    // Interop: WCF sends no type, and accepts any; nothing here reads it.
    private static final Set<String> TYPES = Set.of("", Namespaces.ENCRYPTED_ELEMENT, Namespaces.ENCRYPTED_CONTENT);

    /** Headers that all readers of a message have to find in clear. */
    private static final Set<String> NOT_OF_THE_APPLICATION = Set.of(
            Namespaces.ADDRESSING,
            Namespaces.SOAP,
            Namespaces.SECURITY,
            Namespaces.SECURITY_11,
            Namespaces.UTILITY,
            Namespaces.ENCRYPTION,
            Namespaces.SIGNATURE);

    static boolean is(ReceivedElement block) {
        return block.is(Namespaces.SECURITY_11, "EncryptedHeader");
    }

    /** Reads those of a message, and requires that each has the one form of this protocol and is for the same receiver as the security header. */
    static List<EncryptedHeader> all(
            ReceivedEnvelope envelope, ReceivedElement security, EncryptedParts encryptedParts) {
        var all = new ArrayList<EncryptedHeader>(0);
        for (ReceivedElement block : envelope.headerBlocks()) {
            if (is(block)) {
                all.add(read(block, security, encryptedParts));
            }
        }
        return all;
    }

    private static EncryptedHeader read(
            ReceivedElement block, ReceivedElement security, EncryptedParts encryptedParts) {
        HeaderSchema.require(block);
        requireSameReceiver(block, security);
        List<ReceivedElement> children = block.elements();
        if (children.size() != 1 || !children.get(0).is(Namespaces.ENCRYPTION, "EncryptedData")) {
            throw Refusal.malformed(
                    "an EncryptedHeader with " + children.size() + " children", "one EncryptedData and nothing else");
        }
        return new EncryptedHeader(block, encryptedParts.read(children.get(0), TYPES));
    }

    /** Interop: WCF compares the three attributes with those of the security header, whatever the encrypted header itself has. */
    private static void requireSameReceiver(ReceivedElement block, ReceivedElement security) {
        requireSame("mustUnderstand", isTrue(block, "mustUnderstand"), isTrue(security, "mustUnderstand"));
        requireSame("relay", isTrue(block, "relay"), isTrue(security, "relay"));
        requireSame("role", block.attribute(Namespaces.SOAP, "role"), security.attribute(Namespaces.SOAP, "role"));
    }

    private static void requireSame(String attribute, Object found, Object expected) {
        if (!found.equals(expected)) {
            throw Refusal.malformed(
                    "an EncryptedHeader with " + attribute + " '" + found + "'",
                    "'" + expected + "', as the security header has");
        }
    }

    private static boolean isTrue(ReceivedElement block, String attribute) {
        String value = block.attribute(Namespaces.SOAP, attribute);
        return value.equals("1") || value.equals("true");
    }

    /** Returns the ids by which a reference list may name it. Interop: WCF puts the id on the block, and accepts it on what is in it. */
    List<String> ids() {
        return Stream.of(block.id(), content.place().id())
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /** Returns whether an element can have been a header of the application. */
    static boolean mayHide(ReceivedElement element) {
        return !NOT_OF_THE_APPLICATION.contains(element.namespace());
    }
}

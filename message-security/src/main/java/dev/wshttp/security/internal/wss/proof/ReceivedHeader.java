// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY_11;
import static dev.wshttp.security.internal.soap.Namespaces.SIGNATURE;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.SecurityContextToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The children of a security header, read once from top to bottom in the order that WCF's strict layout demands (WS-SecurityPolicy 1.1, section
 * 7.7): a token comes before the elements that use it, the reference list before the encrypted elements, and the timestamp before the signature.
 */
final class ReceivedHeader {
    private static final int MOST_DERIVED_KEYS = 4;

    private final ReceivedElement security;
    private final List<SecurityContextToken> carried;
    private @Nullable ReceivedElement timestamp;
    private @Nullable ReceivedElement encryptedKey;
    private @Nullable ReceivedElement referenceList;
    private @Nullable ReceivedElement certificate;
    private final List<ContextToken> contextTokens = new ArrayList<>();
    private final List<ReceivedElement> derivedKeys = new ArrayList<>();
    private final List<ReceivedElement> items = new ArrayList<>();
    private int itemsBeforeTimestamp;
    private int itemsBeforeCertificate;

    /**
     * Reads a header.
     *
     * @param carried its security context tokens, in document order
     * @throws MessageSecurityException with the first rule of the layout that the header breaks
     */
    ReceivedHeader(ReceivedElement security, List<SecurityContextToken> carried) {
        HeaderSchema.require(security);
        this.security = security;
        this.carried = carried;
        security.elements().forEach(this::take);
    }

    /** Returns the element of the header. */
    ReceivedElement element() {
        return security;
    }

    /** Returns whether the block of the SOAP header is this header itself. */
    boolean isHeader(ReceivedElement block) {
        return block.equals(security);
    }

    private void take(ReceivedElement child) {
        if (child.is(UTILITY, "Timestamp")) {
            timestamp = only(timestamp, child);
            itemsBeforeTimestamp = items.size();
        } else if (child.is(ENCRYPTION, "EncryptedKey")) {
            encryptedKey = before(derivedKeys, only(encryptedKey, child));
        } else if (child.is(CONVERSATION, "DerivedKeyToken")) {
            derivedKeys.add(before(items, child));
        } else if (child.is(CONVERSATION, "SecurityContextToken")) {
            contextTokens.add(new ContextToken(carried.get(contextTokens.size()), derivedKeys.size()));
        } else if (child.is(ENCRYPTION, "ReferenceList")) {
            referenceList = before(items, only(referenceList, child));
        } else if (child.is(SECURITY, "BinarySecurityToken")) {
            certificate = only(certificate, child);
            itemsBeforeCertificate = items.size();
        } else if (child.is(ENCRYPTION, "EncryptedData")
                || child.is(SIGNATURE, "Signature")
                || child.is(SECURITY_11, "SignatureConfirmation")) {
            items.add(child);
        } else {
            throw Refusal.malformed(
                    "'" + child.localName() + "' of '" + child.namespace() + "'",
                    "the tokens of this binding and nothing else");
        }
    }

    private static ReceivedElement only(@Nullable ReceivedElement earlier, ReceivedElement child) {
        if (earlier != null) {
            throw Refusal.malformed("a second '" + child.localName() + "'", "one");
        }
        return child;
    }

    private static ReceivedElement before(List<ReceivedElement> users, ReceivedElement child) {
        if (!users.isEmpty()) {
            throw Refusal.malformed("'" + child.localName() + "' stands after what uses it", "before");
        }
        return child;
    }

    /** Returns the timestamp, which stands before the primary signature. */
    ReceivedElement timestamp() {
        if (timestamp == null) {
            throw new MessageSecurityException(
                    SecurityFault.TIMESTAMP_MISSING,
                    "The message has no timestamp (expected one in the security header, signed). Set IncludeTimestamp on the other side.");
        }
        return timestamp;
    }

    /** Requires the timestamp to stand before the primary signature, which is the first item after this many. */
    void requireTimestampAmongFirst(int itemsBeforeSignature) {
        if (itemsBeforeTimestamp > itemsBeforeSignature) {
            throw Refusal.malformed("the Timestamp stands after the signature", "before");
        }
    }

    /** Returns the encrypted key that the message carries, if it does. */
    @Nullable
    ReceivedElement encryptedKey() {
        return encryptedKey;
    }

    /** Returns the derived key tokens. */
    List<ReceivedElement> derivedKeys() {
        if (derivedKeys.isEmpty() || derivedKeys.size() > MOST_DERIVED_KEYS) {
            throw Refusal.malformed(
                    derivedKeys.size() + " derived key tokens", "one for the signature and one for the encryption");
        }
        return derivedKeys;
    }

    /** Returns the security context tokens that the message carries, in document order. */
    List<ContextToken> contextTokens() {
        return contextTokens;
    }

    /** @param derivedKeysBefore how many derived key tokens stand before it; none of them can be derived from it */
    record ContextToken(SecurityContextToken token, int derivedKeysBefore) {}

    /** Returns whether there is a reference list. */
    boolean hasReferenceList() {
        return referenceList != null;
    }

    /** Returns the list of references to all encrypted parts. */
    ReceivedElement referenceList() {
        if (referenceList == null) {
            throw Refusal.notEncrypted("message (it has no ReferenceList, so its body)");
        }
        return referenceList;
    }

    /** Returns whether the message carries a certificate. */
    boolean hasCertificate() {
        return certificate != null;
    }

    /** Returns the sender's certificate, which stands before the signature that needs it. */
    ReceivedElement certificate() {
        if (certificate == null || itemsBeforeCertificate == items.size()) {
            throw new MessageSecurityException(
                    SecurityFault.ENDORSING_SIGNATURE_MISSING,
                    "The message brings no client certificate before the signature that needs it (expected a BinarySecurityToken).");
        }
        return certificate;
    }

    /** Confirmations and signatures, encrypted or in clear, in document order. */
    List<ReceivedElement> items() {
        return items;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A received SOAP 1.2 envelope: one header, one body, unique ids, within the quotas. Everything in it is a claim until it is verified. Decryption changes
 * it in place. Not safe for use by several threads.
 */
final class ReceivedEnvelope {
    private static final List<String> TEXT_HEADERS = List.of("Action", "MessageID", "RelatesTo", "To");
    private static final List<String> ADDRESSING_HEADERS =
            List.of("Action", "MessageID", "RelatesTo", "ReplyTo", "FaultTo", "To", "From");

    private final ReceivedDocument document;
    private final List<ReceivedElement> frame;
    private final List<ReceivedElement> headerBlocks;
    private final ReceivedElement body;
    private final Addressing addressing;
    private final List<ReceivedElement> securityHeaders;
    private @Nullable List<SecurityContextToken> contextTokens;

    ReceivedEnvelope(ReceivedDocument document) {
        this.document = document;
        ReceivedElement envelope = document.root();
        List<ReceivedElement> parts = envelope.elements();
        boolean hasHeader = !parts.isEmpty() && parts.get(0).is(Namespaces.SOAP, "Header");
        int bodyIndex = hasHeader ? 1 : 0;
        boolean wellFormed = envelope.is(Namespaces.SOAP, "Envelope")
                && parts.size() == bodyIndex + 1
                && parts.get(bodyIndex).is(Namespaces.SOAP, "Body")
                && !envelope.hasText()
                && !(hasHeader && parts.get(0).hasText());
        if (!wellFormed) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The message is '" + envelope.qualifiedName() + "' in '" + envelope.namespace()
                            + "' (expected a SOAP 1.2 envelope of one Header and one Body). Use SOAP 1.2 on both sides.");
        }
        this.frame = hasHeader ? List.of(envelope, parts.get(0)) : List.of(envelope);
        this.headerBlocks = hasHeader ? parts.get(0).elements() : List.of();
        this.body = parts.get(bodyIndex);
        this.addressing = readAddressing();
        this.securityHeaders = readSecurityHeaders();
    }

    /** Returns what is around the parts and what no signature covers: the envelope, and the SOAP header if there is one. */
    List<ReceivedElement> frame() {
        return frame;
    }

    /** Returns the blocks of the SOAP header; none if there is no header. */
    List<ReceivedElement> headerBlocks() {
        return headerBlocks;
    }

    /** Returns the SOAP body. */
    ReceivedElement body() {
        return body;
    }

    /** Returns the addressing headers; they are claims until the message is verified. */
    Addressing addressing() {
        return addressing;
    }

    /**
     * Returns the security header for this receiver: the one without actor or role.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SECURITY_HEADER_MALFORMED} if there is more than one
     */
    Optional<ReceivedElement> securityHeader() {
        if (securityHeaders.size() > 1) {
            throw new MessageSecurityException(
                    SecurityFault.SECURITY_HEADER_MALFORMED,
                    "The message has " + securityHeaders.size()
                            + " security headers for this receiver (expected one).");
        }
        return securityHeaders.isEmpty() ? Optional.empty() : Optional.of(securityHeaders.get(0));
    }

    /**
     * Returns the security context tokens of the security header, in document order. They are read once: what chooses a key is what the key is compared with.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SECURITY_HEADER_MALFORMED} if one of them has several cookies, or an empty one
     */
    List<SecurityContextToken> contextTokens() {
        List<SecurityContextToken> read = contextTokens;
        if (read == null) {
            read = securityHeader().map(ReceivedEnvelope::contextTokens).orElse(List.of());
            contextTokens = read;
        }
        return read;
    }

    private static List<SecurityContextToken> contextTokens(ReceivedElement securityHeader) {
        var tokens = new ArrayList<SecurityContextToken>();
        for (ReceivedElement child : securityHeader.elements()) {
            if (child.is(Namespaces.CONVERSATION, "SecurityContextToken")) {
                tokens.add(CarriedToken.read(child));
            }
        }
        return List.copyOf(tokens);
    }

    private List<ReceivedElement> readSecurityHeaders() {
        var own = new ArrayList<ReceivedElement>(1);
        for (ReceivedElement block : headerBlocks) {
            if (block.is(Namespaces.SECURITY, "Security") && !hasRole(block)) {
                own.add(block);
            }
        }
        return own;
    }

    private static boolean hasRole(ReceivedElement block) {
        for (ReceivedElement.Attribute attribute : block.attributes()) {
            if (attribute.localName().equals("role") && attribute.namespace().equals(Namespaces.SOAP)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the child of the body if it is a SOAP fault. */
    Optional<ReceivedElement> fault() {
        return Optional.ofNullable(body.element(Namespaces.SOAP, "Fault"));
    }

    /**
     * Requires that the quotas hold. The verification calls this at its beginning, and again after decryption, which adds elements.
     *
     * @throws MessageSecurityException as when the envelope was read
     */
    void requireQuotas() {
        document.requireQuotas();
    }

    /**
     * Requires that ids are unique and the addressing headers are unambiguous, at the same times.
     *
     * @param free parts that anyone may have written, whose ids must not be compared with those of parts that were decrypted; nothing in clear is one
     * @throws MessageSecurityException with {@link SecurityFault#DUPLICATE_ID} or {@link SecurityFault#SECURITY_HEADER_MALFORMED}
     */
    void requireUnambiguous(Collection<ReceivedElement> free) {
        UniqueIds.require(document, free);
        ADDRESSING_HEADERS.forEach(this::requireSingle);
        headerBlocks.forEach(ReceivedEnvelope::requireText);
    }

    private Addressing readAddressing() {
        return new Addressing(
                single("Action"),
                single("MessageID"),
                single("RelatesTo"),
                singleAddress("ReplyTo"),
                singleAddress("FaultTo"),
                single("To"));
    }

    private @Nullable String single(String name) {
        ReceivedElement block = first(name);
        return block == null ? null : block.text();
    }

    private @Nullable String singleAddress(String name) {
        ReceivedElement block = first(name);
        if (block == null) {
            return null;
        }
        ReceivedElement address = block.element(Namespaces.ADDRESSING, "Address");
        return address == null ? "" : address.text();
    }

    private @Nullable ReceivedElement first(String name) {
        for (ReceivedElement block : headerBlocks) {
            if (block.is(Namespaces.ADDRESSING, name)) {
                return block;
            }
        }
        return null;
    }

    private void requireSingle(String name) {
        int found = 0;
        for (ReceivedElement block : headerBlocks) {
            if (block.is(Namespaces.ADDRESSING, name)) {
                found++;
            }
        }
        if (found > 1) {
            throw new MessageSecurityException(
                    SecurityFault.SECURITY_HEADER_MALFORMED,
                    "The message has '" + found + "' wsa:" + name + " headers (expected at most one).");
        }
    }

    /** Requires plain text: readers disagree about text beside an element. */
    private static void requireText(ReceivedElement block) {
        boolean isText = block.namespace().equals(Namespaces.ADDRESSING) && TEXT_HEADERS.contains(block.localName());
        if (isText && !block.elements().isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.SECURITY_HEADER_MALFORMED,
                    "The header wsa:" + block.localName() + " has elements in it (expected text only).");
        }
    }
}

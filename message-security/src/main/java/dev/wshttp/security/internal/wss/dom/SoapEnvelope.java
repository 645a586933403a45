// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A received SOAP 1.2 envelope: one header, one body, unique ids, within the quotas. Everything in it is a claim until it is verified. Decryption changes
 * it in place. Not safe for use by several threads.
 */
final class SoapEnvelope {
    private static final List<String> TEXT_HEADERS = List.of("Action", "MessageID", "RelatesTo", "To");
    private static final List<String> ADDRESSING_HEADERS =
            List.of("Action", "MessageID", "RelatesTo", "ReplyTo", "FaultTo", "To", "From");

    private final Document document;
    private final Quotas quotas;
    private final List<Element> headerBlocks;
    private final Element body;
    private final Addressing addressing;

    SoapEnvelope(Document document, Quotas quotas) {
        this.document = document;
        this.quotas = quotas;
        Element envelope = document.getDocumentElement();
        List<Element> parts = Elements.children(envelope);
        boolean hasHeader = !parts.isEmpty() && Elements.is(parts.get(0), Namespaces.SOAP, "Header");
        int bodyIndex = hasHeader ? 1 : 0;
        boolean wellFormed = Elements.is(envelope, Namespaces.SOAP, "Envelope")
                && parts.size() == bodyIndex + 1
                && Elements.is(parts.get(bodyIndex), Namespaces.SOAP, "Body")
                && !Elements.hasText(envelope)
                && !(hasHeader && Elements.hasText(parts.get(0)));
        if (!wellFormed) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The message is '" + envelope.getNodeName() + "' in '" + envelope.getNamespaceURI()
                            + "' (expected a SOAP 1.2 envelope of one Header and one Body). Use SOAP 1.2 on both sides.");
        }
        this.headerBlocks = hasHeader ? Elements.children(parts.get(0)) : List.of();
        this.body = parts.get(bodyIndex);
        this.addressing = readAddressing();
    }

    /** Returns the whole document. */
    Document document() {
        return document;
    }

    /** Returns the blocks of the SOAP header; none if there is no header. */
    List<Element> headerBlocks() {
        return headerBlocks;
    }

    /** Returns the SOAP body. */
    Element body() {
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
    Optional<Element> securityHeader() {
        List<Element> own = headerBlocks.stream()
                .filter(block -> Elements.is(block, Namespaces.SECURITY, "Security"))
                .filter(block -> !block.hasAttributeNS(Namespaces.SOAP, "role"))
                .toList();
        if (own.size() > 1) {
            throw new MessageSecurityException(
                    SecurityFault.SECURITY_HEADER_MALFORMED,
                    "The message has " + own.size() + " security headers for this receiver (expected one).");
        }
        return own.stream().findFirst();
    }

    /** Returns the child of the body if it is a SOAP fault. */
    Optional<Element> fault() {
        return Optional.ofNullable(Elements.child(body, Namespaces.SOAP, "Fault"));
    }

    /**
     * Requires that the quotas hold, ids are unique and the addressing headers are unambiguous. The verification calls this at its beginning, and
     * again after decryption, which adds elements.
     *
     * @throws MessageSecurityException with {@link SecurityFault#DUPLICATE_ID}, {@link SecurityFault#SECURITY_HEADER_MALFORMED}, or as
     *     when the envelope was read
     */
    void check() {
        quotas.require(document);
        UniqueIds.require(document);
        ADDRESSING_HEADERS.forEach(this::requireSingle);
        TEXT_HEADERS.forEach(this::requireText);
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
        return blocks(name).findFirst().map(Elements::text).orElse(null);
    }

    private @Nullable String singleAddress(String name) {
        return blocks(name)
                .findFirst()
                .map(block -> Elements.child(block, Namespaces.ADDRESSING, "Address"))
                .map(Elements::text)
                .orElse(blocks(name).findFirst().isPresent() ? "" : null);
    }

    private Stream<Element> blocks(String name) {
        return headerBlocks.stream().filter(block -> Elements.is(block, Namespaces.ADDRESSING, name));
    }

    private void requireSingle(String name) {
        if (blocks(name).count() > 1) {
            throw new MessageSecurityException(
                    SecurityFault.SECURITY_HEADER_MALFORMED,
                    "The message has '" + blocks(name).count() + "' wsa:" + name + " headers (expected at most one).");
        }
    }

    /** Requires plain text: readers disagree about text beside an element. */
    private void requireText(String name) {
        if (blocks(name).anyMatch(block -> !Elements.children(block).isEmpty())) {
            throw new MessageSecurityException(
                    SecurityFault.SECURITY_HEADER_MALFORMED,
                    "The header wsa:" + name + " has elements in it (expected text only).");
        }
    }
}

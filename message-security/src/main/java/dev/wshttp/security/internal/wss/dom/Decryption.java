// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapEnvelope;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.dom.DerivedKeyReader.DerivedKeyToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;

/** Decrypts the body and the items of the security header, after checking that nothing else would be touched. */
final class Decryption {
    private final SoapEnvelope envelope;
    private final Element security;
    private final AlgorithmSuite suite;
    private final List<DerivedKeyToken> keys;

    Decryption(SoapEnvelope envelope, Element security, AlgorithmSuite suite, List<DerivedKeyToken> keys) {
        this.envelope = envelope;
        this.security = security;
        this.suite = suite;
        this.keys = keys;
    }

    /** Whether the content of the body is encrypted, as far as one can see. */
    static boolean isEncrypted(Element body) {
        List<Element> content = Elements.children(body);
        return content.size() == 1
                && Elements.is(content.get(0), Namespaces.ENCRYPTION, "EncryptedData")
                && !Elements.hasText(body);
    }

    /**
     * Decrypts in place and returns what the items of the header turned out to be.
     *
     * @param confidentiality {@code SIGNED_ONLY} lets a body in clear pass
     */
    List<Item> decrypt(ReceivedHeader header, Wss4jProcessors processors, Confidentiality confidentiality) {
        List<Element> encryptedItems = header.items().stream()
                .filter(item -> Elements.is(item, Namespaces.ENCRYPTION, "EncryptedData"))
                .toList();
        boolean mayBeInClear = confidentiality == Confidentiality.SIGNED_ONLY;
        if (mayBeInClear && !header.hasReferenceList() && encryptedItems.isEmpty()) {
            return header.items().stream().map(item -> decrypted(item, null)).toList();
        }
        List<Element> encrypted = new ArrayList<>(encryptedItems);
        if (isEncrypted(envelope.body()) || !mayBeInClear) {
            encrypted.add(encryptedBody());
        }
        encrypted.forEach(data -> requireForm(
                data, encryptedItems.contains(data) ? Namespaces.ENCRYPTED_ELEMENT : Namespaces.ENCRYPTED_CONTENT));
        requireListed(header.referenceList(), encrypted);

        Map<Element, Comment> marks = new HashMap<>();
        encryptedItems.forEach(item -> marks.put(item, markBefore(item)));
        int children = Elements.children(security).size();
        processors.decrypt(header.referenceList());
        List<Item> items = header.items().stream()
                .map(item -> decrypted(item, marks.get(item)))
                .toList();
        marks.values().forEach(security::removeChild);
        // With one element after each mark and none more in all, each item held exactly one.
        if (Elements.children(security).size() != children || Elements.hasText(security)) {
            throw notOneElement();
        }
        envelope.check();
        return items;
    }

    /** Decryption replaces the item; the comment before it stays and shows what came out of it. */
    private Comment markBefore(Element item) {
        Comment mark = envelope.document().createComment("");
        security.insertBefore(mark, item);
        return mark;
    }

    private static Item decrypted(Element item, @Nullable Comment mark) {
        if (mark == null) {
            return new Item(item, Protection.IN_CLEAR);
        }
        if (mark.getNextSibling() instanceof Element element) {
            return new Item(element, Protection.ENCRYPTED);
        }
        throw notOneElement();
    }

    private static MessageSecurityException notOneElement() {
        return Refusal.malformed("an encrypted item holds more or less than one element", "one");
    }

    private Element encryptedBody() {
        if (!isEncrypted(envelope.body())) {
            throw Refusal.notEncrypted("body");
        }
        return Elements.children(envelope.body()).get(0);
    }

    private void requireForm(Element data, String type) {
        String keyId = EncryptedParts.requireData(data, type, suite.encryptionUri());
        int bytes = DerivedKeyToken.named(keyId, keys).derivation().lengthBytes();
        if (bytes != suite.encryptionKeyBytes()) {
            throw Refusal.algorithm("derived encryption key", bytes + " bytes", suite.encryptionKeyBytes() + " bytes");
        }
    }

    private static void requireListed(Element referenceList, List<Element> parts) {
        Set<String> encrypted = new HashSet<>();
        parts.forEach(part -> encrypted.add(Elements.id(part)));
        Set<String> listed = new HashSet<>();
        for (Element reference : Elements.children(referenceList)) {
            String uri = reference.getAttributeNS(null, "URI");
            if (!Elements.is(reference, Namespaces.ENCRYPTION, "DataReference")
                    || !uri.startsWith("#")
                    || !listed.add(uri.substring(1))) {
                throw Refusal.malformed(
                        "the ReferenceList has '" + uri + "'", "each encrypted part of the message once");
            }
        }
        if (!listed.equals(encrypted)) {
            throw Refusal.malformed("the ReferenceList names " + listed, "exactly the encrypted parts " + encrypted);
        }
    }

    /** A confirmation or a signature, as the header has it after decryption. */
    record Item(Element element, Protection protection) {}

    /** How an item was sent. */
    enum Protection {
        ENCRYPTED,
        IN_CLEAR
    }
}

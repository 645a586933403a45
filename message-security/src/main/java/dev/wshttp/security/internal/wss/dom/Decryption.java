// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapEnvelope;
import dev.wshttp.security.internal.wss.dom.DerivedKeyReader.DerivedKeyToken;
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

    /** Decrypts in place and returns what the items of the header turned out to be. */
    List<Item> decrypt(ReceivedHeader header, Wss4jProcessors processors) {
        Element encryptedBody = encryptedBody();
        List<Element> encryptedItems = header.items().stream()
                .filter(item -> Elements.is(item, Namespaces.ENCRYPTION, "EncryptedData"))
                .toList();
        requireForm(encryptedBody, Namespaces.ENCRYPTED_CONTENT);
        encryptedItems.forEach(item -> requireForm(item, Namespaces.ENCRYPTED_ELEMENT));
        requireListed(header.referenceList(), encryptedBody, encryptedItems);

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
        List<Element> content = Elements.children(envelope.body());
        if (content.size() != 1
                || !Elements.is(content.get(0), Namespaces.ENCRYPTION, "EncryptedData")
                || Elements.hasText(envelope.body())) {
            throw Refusal.notEncrypted("body");
        }
        return content.get(0);
    }

    private void requireForm(Element data, String type) {
        String keyId = EncryptedParts.requireData(data, type, suite.encryptionUri());
        int bytes = DerivedKeyToken.named(keyId, keys).derivation().lengthBytes();
        if (bytes != suite.encryptionKeyBytes()) {
            throw Refusal.algorithm("derived encryption key", bytes + " bytes", suite.encryptionKeyBytes() + " bytes");
        }
    }

    private static void requireListed(Element referenceList, Element body, List<Element> items) {
        Set<String> encrypted = new HashSet<>();
        encrypted.add(Elements.id(body));
        items.forEach(item -> encrypted.add(Elements.id(item)));
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

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Enforces the reader quotas on parsed documents, and what the parser does not look at, without recursion, because an attacker chooses the depth of a
 * message.
 */
record Quotas(ReaderQuotas limits) {
    /**
     * Requires that a document is within the quotas.
     *
     * @throws MessageSecurityException with {@code MESSAGE_TOO_LARGE}, or {@code MESSAGE_UNREADABLE} for processing instructions and for names without a
     *     prefix before their colon
     */
    void require(Document document) {
        int depth = 1;
        Node node = document.getFirstChild();
        while (node != null) {
            require(node, depth);
            Node next = following(node);
            depth += next == null ? 0 : levelsBetween(node, next);
            node = next;
        }
    }

    /** Returns the next node in document order, or null after the last one. */
    static @Nullable Node following(Node node) {
        return node.getFirstChild() == null ? after(node) : node.getFirstChild();
    }

    /** Returns the first node in document order that is neither a node nor in it, or null after the last one. */
    static @Nullable Node after(Node node) {
        Node climber = node;
        while (climber != null && climber.getNextSibling() == null) {
            climber = climber.getParentNode();
        }
        return climber == null ? null : climber.getNextSibling();
    }

    private static int levelsBetween(Node node, Node next) {
        if (node.getFirstChild() == next) {
            return 1;
        }
        int levels = 0;
        for (Node climber = node; climber.getNextSibling() != next; climber = climber.getParentNode()) {
            levels--;
        }
        return levels;
    }

    private void require(Node node, int depth) {
        if (node.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The message has the processing instruction '" + node.getNodeName()
                            + "' (expected none: SOAP 1.2, part 1, section 5).");
        }
        if (node instanceof Element element) {
            NamedNodeMap names = element.getAttributes();
            requireQualified(element);
            for (int i = 0; i < names.getLength(); i++) {
                requireQualified(names.item(i));
            }
            int attributes = names.getLength();
            if (depth > limits.maxDepth()) {
                throw exceeded("its elements are nested deeper than " + limits.maxDepth(), "reader-quotas.max-depth");
            }
            if (attributes > limits.maxAttributesPerElement()) {
                throw exceeded(
                        "'" + element.getNodeName() + "' has " + attributes + " attributes",
                        "reader-quotas.max-attributes");
            }
        }
    }

    /** Namespaces in XML 1.0, section 4, which the JDK's parser does not enforce for attributes. */
    private static void requireQualified(Node named) {
        if (named.getNodeName().startsWith(":")) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The message has the name '" + named.getNodeName()
                            + "' (expected a prefix before a colon: Namespaces in XML 1.0, section 4).");
        }
    }

    private static MessageSecurityException exceeded(String found, String key) {
        return new MessageSecurityException(
                SecurityFault.MESSAGE_TOO_LARGE,
                "The message exceeds the reader quotas: " + found + ". If such messages are wanted, raise " + key
                        + ".");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.internal.soap.Namespaces;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a received message, as an engine holds it. Two are equal if they are the very same element of the same message, so what a
 * digest covered is what is used. Names are given as namespace and local name; a namespace is empty where there is none. For one thread.
 */
public interface ReceivedElement {
    /** Returns the local name. */
    String localName();

    /** Returns the namespace of the name. */
    String namespace();

    /** Returns the name as the message spells it, for messages to people. */
    String qualifiedName();

    /** Returns the value of an attribute; empty if there is none. */
    String attribute(String namespace, String localName);

    /** Returns the attributes, without namespace declarations. */
    List<Attribute> attributes();

    /** Returns the child elements, in document order. */
    List<ReceivedElement> elements();

    /** Returns whether text other than white space stands directly in the element. */
    boolean hasText();

    /** Returns the text of the element and of all elements in it, without white space around it. */
    String text();

    /**
     * Returns the octets that the text has in base64, in which white space may stand anywhere.
     *
     * @throws IllegalArgumentException if it is no base64
     */
    byte[] base64();

    /** Returns the value of an attribute without namespace; empty if there is none. */
    default String attribute(String localName) {
        return attribute("", localName);
    }

    /** Returns whether the element has this expanded name. */
    default boolean is(String namespace, String localName) {
        return localName().equals(localName) && namespace().equals(namespace);
    }

    /** Returns the first child element of this name, or null. */
    default @Nullable ReceivedElement element(String namespace, String localName) {
        for (ReceivedElement child : elements()) {
            if (child.is(namespace, localName)) {
                return child;
            }
        }
        return null;
    }

    /** Returns the only child element, if there is exactly one. */
    default Optional<ReceivedElement> onlyElement() {
        List<ReceivedElement> children = elements();
        return children.size() == 1 ? Optional.of(children.get(0)) : Optional.empty();
    }

    /**
     * Returns the id by which references name the element, in the one form that its namespace gives it: {@code Id} in XML Signature and XML Encryption,
     * {@code wsu:Id} everywhere else (WS-Security 1.0, section 4.1). Empty if it has none.
     */
    default String id() {
        boolean unqualified =
                namespace().equals(Namespaces.SIGNATURE) || namespace().equals(Namespaces.ENCRYPTION);
        return attribute(unqualified ? "" : Namespaces.UTILITY, "Id");
    }

    /**
     * The name of an attribute.
     *
     * @param prefix as the message spells it
     */
    record Attribute(String namespace, String localName, String prefix) {
        /** Returns the name as the message spells it, for messages to people. */
        String qualifiedName() {
            return prefix.isEmpty() ? localName : prefix + ":" + localName;
        }
    }
}

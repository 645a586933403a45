// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.OctetSink;
import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * A received message as an engine holds it: the engine's half of a proof. The rules of this package ask for elements, canonical forms and
 * plaintexts, and never see how the engine makes them. For one message, in one thread.
 */
public interface ReceivedDocument {
    /** How many levels of elements a {@linkplain #value value} has at most, whatever the reader quotas allow. */
    int DEEPEST_VALUE = 64;

    /** Returns the root element. */
    ReceivedElement root();

    /** Returns the size of the message on the wire. */
    int sizeBytes();

    /**
     * Requires that the message, with what was decrypted, is within the reader quotas.
     *
     * @throws dev.wshttp.security.MessageSecurityException with {@code MESSAGE_TOO_LARGE}, or {@code MESSAGE_UNREADABLE} for processing
     *     instructions
     */
    void requireQuotas();

    /**
     * Shows every attribute of the message, what was decrypted included, whose local name is this one in whatever case.
     *
     * @param leftOut elements that are not looked at, nor what is in them
     */
    void forEachAttribute(String localName, Collection<ReceivedElement> leftOut, AttributeVisitor visitor);

    /**
     * Writes the exclusive canonical form of an element without comments (Exclusive XML Canonicalization 1.0).
     *
     * @param prefixes the prefixes to treat inclusively, separated by blanks; usually empty
     * @throws dev.wshttp.security.MessageSecurityException with {@code MESSAGE_UNREADABLE} if there is no such form
     */
    void writeCanonicalForm(ReceivedElement element, String prefixes, OctetSink to);

    /**
     * Decrypts and parses a part. It does the same work for all parts of the same size and throws nothing: only the result says what the
     * plaintext was.
     */
    Opened open(EncryptedPart part, byte[] key);

    /** Removes all content of the body. */
    void empty(ReceivedElement body);

    /** Puts an opened part into the empty body; if it is not XML, a decoy of its size. */
    void fill(ReceivedElement body, Opened content);

    /** Adds the work by which the refusal would have been more expensive if this part had not been XML. */
    void levelOut(Opened part);

    /** Returns an element of this side in the form of a received one. */
    ReceivedElement decoy(String xml);

    /** Puts an element, which was decrypted, into the place of a header block. */
    void substitute(ReceivedElement block, ReceivedElement element);

    /** Removes header blocks. */
    void remove(Collection<ReceivedElement> blocks);

    /** Removes the attributes of an element that is not in the body; declarations of namespaces stay. */
    void removeAttributes(ReceivedElement element);

    /**
     * Returns an element as a value, with the namespaces that are declared around it.
     *
     * @param wanted chooses the child elements to keep
     * @throws dev.wshttp.security.MessageSecurityException with {@code MESSAGE_TOO_LARGE} if elements are nested too deep in it
     */
    XmlElement value(ReceivedElement element, Predicate<ReceivedElement> wanted);

    /** Returns the message as it is now. */
    VerifiedEnvelope envelope();

    /** Returns the refusal of an element that is too deep for a value. */
    static MessageSecurityException tooDeep() {
        return new MessageSecurityException(
                SecurityFault.MESSAGE_TOO_LARGE,
                "The content of the message has elements that are nested deeper than '" + DEEPEST_VALUE
                        + "' (expected a message of WS-Trust, or a fault).");
    }

    /** Receives attributes. */
    interface AttributeVisitor {
        /**
         * Receives an attribute.
         *
         * @param elementNamespace the namespace of the element that has the attribute
         * @param namespace the namespace of the attribute itself
         */
        void visit(String elementNamespace, String namespace, String value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.protection;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.namespace.QName;

/**
 * The levels of the parts of one kind of message: of its body, and of the headers that the contract declares (WCF: {@code MessagePartSpecification}). Immutable.
 *
 * @param body the level of the body
 * @param headers the levels of declared headers by name, in the order in which WCF sends them: by namespace, then by local name
 * @param undeclared the level at which this side sends headers that the contract does not declare; received ones are believed where they are signed
 */
public record MessageParts(ProtectionLevel body, Map<QName, ProtectionLevel> headers, ProtectionLevel undeclared) {
    /** The parts of a message of a contract that says nothing: an encrypted body, and no declared headers. */
    public static final MessageParts DEFAULT = new MessageParts(ProtectionLevel.ENCRYPT_AND_SIGN, Map.of());

    /** A body that is signed and readable, and no declared headers. */
    public static final MessageParts SIGNED = new MessageParts(ProtectionLevel.SIGN, Map.of());

    private static final Comparator<QName> ORDER =
            Comparator.comparing(QName::getNamespaceURI).thenComparing(QName::getLocalPart);

    /**
     * Copies the headers, and sorts them by name.
     *
     * @throws NullPointerException if a part is null
     */
    public MessageParts {
        requireNonNull(body, "body");
        requireNonNull(undeclared, "undeclared");
        var sorted = new TreeMap<QName, ProtectionLevel>(ORDER);
        sorted.putAll(headers);
        headers = Collections.unmodifiableMap(sorted);
    }

    /** Parts of which headers that are not declared are signed. */
    public MessageParts(ProtectionLevel body, Map<QName, ProtectionLevel> headers) {
        this(body, headers, ProtectionLevel.SIGN);
    }

    /** Returns parts with this body and no declared headers. */
    public static MessageParts ofBody(ProtectionLevel body) {
        return new MessageParts(body, Map.of());
    }

    /** Returns the same parts with one more header. */
    public MessageParts withHeader(QName name, ProtectionLevel level) {
        var more = new TreeMap<QName, ProtectionLevel>(ORDER);
        more.putAll(headers);
        more.put(requireNonNull(name, "name"), requireNonNull(level, "level"));
        return new MessageParts(body, more, undeclared);
    }

    /** Returns the level of a header; empty if the contract does not declare it for this message. */
    public Optional<ProtectionLevel> header(String namespace, String localName) {
        return headers.isEmpty() ? Optional.empty() : Optional.ofNullable(headers.get(new QName(namespace, localName)));
    }

    /** Returns whether body or a header is encrypted, and therefore the signatures are as well. */
    public boolean isEncrypted() {
        return body.isEncrypted() || headers.containsValue(ProtectionLevel.ENCRYPT_AND_SIGN);
    }

    /** Returns the same headers and body, each encrypted, and all other headers as well. A receiver accepts more protection than it asks for. */
    MessageParts encrypted() {
        var raised = new TreeMap<QName, ProtectionLevel>(ORDER);
        headers.keySet().forEach(name -> raised.put(name, ProtectionLevel.ENCRYPT_AND_SIGN));
        return new MessageParts(ProtectionLevel.ENCRYPT_AND_SIGN, raised, ProtectionLevel.ENCRYPT_AND_SIGN);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.namespace.QName;

/**
 * The parts of a message that a policy requires to be signed and encrypted (WS-SecurityPolicy 1.1, section 4).
 *
 * @param signed {@code Body}, and the local names of headers of WS-Addressing
 * @param signedHeaders the names of other headers that are signed
 * @param isBodyEncrypted whether the body is encrypted
 * @param encryptedHeaders the names of headers that are encrypted
 */
record ProtectedParts(
        Set<String> signed, Set<QName> signedHeaders, boolean isBodyEncrypted, Set<QName> encryptedHeaders) {
    static final ProtectedParts NONE = new ProtectedParts(Set.of(), Set.of(), false, Set.of());

    private static final String BODY = "Body";
    // The headers that messages of this exchange have: each has to be signed, as each that comes back has to be.
    private static final Set<String> REQUIRED = Set.of("To", "ReplyTo", "MessageID", "RelatesTo", "Action");
    private static final Set<String> SIGNED_BY_US =
            Set.of("To", "From", "FaultTo", "ReplyTo", "MessageID", "RelatesTo", "Action");

    ProtectedParts {
        signed = Set.copyOf(signed);
        signedHeaders = Set.copyOf(signedHeaders);
        encryptedHeaders = Set.copyOf(encryptedHeaders);
    }

    /** Takes the parts out of a policy. */
    static ProtectedParts takenFrom(PolicyAlternative policy) {
        ProtectedParts parts = NONE;
        for (XmlElement element : policy.takeParts("SignedParts")) {
            parts = parts.with(signed(policy, element));
        }
        for (XmlElement element : policy.takeParts("EncryptedParts")) {
            parts = parts.with(encrypted(policy, element));
        }
        return parts;
    }

    ProtectedParts with(ProtectedParts more) {
        return new ProtectedParts(
                union(signed, more.signed),
                union(signedHeaders, more.signedHeaders),
                isBodyEncrypted || more.isBodyEncrypted,
                union(encryptedHeaders, more.encryptedHeaders));
    }

    /** Returns the names of the headers that are signed or encrypted, without those of WS-Addressing. */
    Set<QName> headers() {
        return union(signedHeaders, encryptedHeaders);
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Notes a problem for each part that is not protected as in the messages that open a session. */
    void requireDefault(PolicyAlternative policy) {
        requireSigned(policy, true);
        if (!isBodyEncrypted) {
            policy.missing(
                    "sp:EncryptedParts",
                    "the messages that open a session go with their body in clear, and the client refuses such answers",
                    "Leave the bootstrap policy as wsHttpBinding has it.");
        }
        if (!signedHeaders.isEmpty() || !encryptedHeaders.isEmpty()) {
            policy.missing(
                    "parts without headers of the contract",
                    "the messages that open a session have no headers of the contract",
                    "Leave the bootstrap policy as wsHttpBinding has it.");
        }
    }

    private void requireSigned(PolicyAlternative policy, boolean withBody) {
        var unsigned = new TreeSet<>(REQUIRED);
        if (withBody) {
            unsigned.add(BODY);
        }
        unsigned.removeAll(signed);
        if (!unsigned.isEmpty()) {
            policy.missing(
                    "sp:SignedParts",
                    "messages go without a signature over " + unsigned + ", and the client refuses such answers",
                    "Publish the parts of wsHttpBinding, which signs these headers always, and the body unless ProtectionLevel is None; or leave"
                            + " ProtectionLevel at EncryptAndSign, WCF's default.");
        }
    }

    /**
     * Returns the levels of the parts. Notes a problem where the addressing headers are not signed, or what is encrypted is not signed.
     *
     * @param declared the headers that the binding declares for the message; those in no part have no protection
     */
    MessageParts levels(PolicyAlternative policy, Set<QName> declared) {
        requireSigned(policy, isBodyEncrypted);
        encryptedHeaders.stream()
                .filter(header -> !signedHeaders.contains(header))
                .findFirst()
                .ifPresent(header -> policy.missing(
                        "sp:SignedParts",
                        "the header '" + MetadataXml.printable(header.toString()) + "' is encrypted and not signed",
                        "Set ProtectionLevel to EncryptAndSign, Sign or None."));
        var levels = new HashMap<QName, ProtectionLevel>();
        for (QName header : union(declared, headers())) {
            levels.put(header, level(signedHeaders.contains(header), encryptedHeaders.contains(header)));
        }
        return new MessageParts(level(signed.contains(BODY), isBodyEncrypted), levels);
    }

    private static ProtectionLevel level(boolean isSigned, boolean isEncrypted) {
        return isEncrypted ? ProtectionLevel.ENCRYPT_AND_SIGN : isSigned ? ProtectionLevel.SIGN : ProtectionLevel.NONE;
    }

    private static ProtectedParts signed(PolicyAlternative policy, XmlElement parts) {
        var signed = new HashSet<String>();
        var headers = new HashSet<QName>();
        if (parts.elements().isEmpty()) {
            policy.wrong(
                    parts,
                    "every header is to be signed, of any kind",
                    "Name the parts: Body and the headers of WS-Addressing, as wsHttpBinding does.");
        }
        for (XmlElement part : parts.elements()) {
            String name = part.attribute("Name");
            if (part.is(PolicyNames.SECURITY_POLICY, BODY)) {
                signed.add(BODY);
            } else if (isAddressingHeader(part) && name.isEmpty()) {
                signed.addAll(SIGNED_BY_US);
            } else if (isAddressingHeader(part) && SIGNED_BY_US.contains(name)) {
                signed.add(name);
            } else if (isNamedHeader(part)) {
                headers.add(new QName(part.attribute("Namespace"), name));
            } else {
                refuse(policy, parts, part);
            }
        }
        return new ProtectedParts(signed, headers, false, Set.of());
    }

    private static ProtectedParts encrypted(PolicyAlternative policy, XmlElement parts) {
        // WS-SecurityPolicy 1.1, section 4.2.1: without children the body is meant.
        boolean body = parts.elements().isEmpty();
        var headers = new HashSet<QName>();
        for (XmlElement part : parts.elements()) {
            if (part.is(PolicyNames.SECURITY_POLICY, BODY)) {
                body = true;
            } else if (isNamedHeader(part)) {
                headers.add(new QName(part.attribute("Namespace"), part.attribute("Name")));
            } else {
                refuse(policy, parts, part);
            }
        }
        return new ProtectedParts(Set.of(), Set.of(), body, headers);
    }

    private static boolean isAddressingHeader(XmlElement part) {
        return part.is(PolicyNames.SECURITY_POLICY, "Header")
                && PolicyNames.ADDRESSING.equals(part.attribute("Namespace"));
    }

    /** Returns whether a part is a header of the contract: all headers of a namespace cannot be told apart. */
    private static boolean isNamedHeader(XmlElement part) {
        return part.is(PolicyNames.SECURITY_POLICY, "Header")
                && !part.attribute("Name").isEmpty()
                && !PolicyNames.ADDRESSING.equals(part.attribute("Namespace"));
    }

    private static void refuse(PolicyAlternative policy, XmlElement parts, XmlElement part) {
        UnsupportedAssertion unsupported = UnsupportedAssertion.of(part);
        policy.refuse(unsupported.at(policy.path().then(parts), part));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of a message that a policy requires to be signed and encrypted (WS-SecurityPolicy 1.1, section 4).
 *
 * @param signed {@code Body}, and the local names of headers of WS-Addressing
 * @param isBodyEncrypted whether the body is encrypted
 */
record ProtectedParts(Set<String> signed, boolean isBodyEncrypted) {
    static final ProtectedParts NONE = new ProtectedParts(Set.of(), false);

    private static final String BODY = "Body";
    // The headers that messages of this exchange have: each has to be signed, as each that comes back has to be.
    private static final Set<String> REQUIRED = Set.of(BODY, "To", "ReplyTo", "MessageID", "RelatesTo", "Action");
    private static final Set<String> SIGNED_BY_US =
            Set.of("To", "From", "FaultTo", "ReplyTo", "MessageID", "RelatesTo", "Action");

    ProtectedParts {
        signed = Set.copyOf(signed);
    }

    /** Takes the parts out of a policy. */
    static ProtectedParts takenFrom(PolicyAlternative policy) {
        var signed = new HashSet<String>();
        policy.takeAll("SignedParts").forEach(parts -> signed.addAll(signed(policy, parts)));
        boolean encrypted = false;
        for (XmlElement parts : policy.takeAll("EncryptedParts")) {
            encrypted |= encrypted(policy, parts);
        }
        return new ProtectedParts(signed, encrypted);
    }

    ProtectedParts with(ProtectedParts more) {
        var all = new HashSet<>(signed);
        all.addAll(more.signed);
        return new ProtectedParts(all, isBodyEncrypted || more.isBodyEncrypted);
    }

    /** Notes a problem for each part that is not protected as this binding protects it. */
    void require(PolicyAlternative policy) {
        var unsigned = new TreeSet<>(REQUIRED);
        unsigned.removeAll(signed);
        if (!unsigned.isEmpty()) {
            policy.missing(
                    "sp:SignedParts",
                    "messages go without a signature over " + unsigned + ", and the client refuses such answers",
                    "Leave the ProtectionLevel of contract and operations at EncryptAndSign, WCF's default.");
        }
        if (!isBodyEncrypted) {
            policy.missing(
                    "sp:EncryptedParts",
                    "messages go with their body in clear, and the client refuses such answers",
                    "Leave the ProtectionLevel of contract and operations at EncryptAndSign, WCF's default.");
        }
    }

    private static Set<String> signed(PolicyAlternative policy, XmlElement parts) {
        var signed = new HashSet<String>();
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
            } else {
                refuse(policy, parts, part);
            }
        }
        return signed;
    }

    private static boolean encrypted(PolicyAlternative policy, XmlElement parts) {
        // WS-SecurityPolicy 1.1, section 4.2.1: without children the body is meant.
        boolean body = parts.elements().isEmpty();
        for (XmlElement part : parts.elements()) {
            if (part.is(PolicyNames.SECURITY_POLICY, BODY)) {
                body = true;
            } else {
                refuse(policy, parts, part);
            }
        }
        return body;
    }

    private static boolean isAddressingHeader(XmlElement part) {
        return part.is(PolicyNames.SECURITY_POLICY, "Header")
                && PolicyNames.ADDRESSING.equals(part.attribute("Namespace"));
    }

    private static void refuse(PolicyAlternative policy, XmlElement parts, XmlElement part) {
        UnsupportedAssertion unsupported = UnsupportedAssertion.of(part);
        policy.refuse(unsupported.at(policy.path().then(parts), part));
    }
}

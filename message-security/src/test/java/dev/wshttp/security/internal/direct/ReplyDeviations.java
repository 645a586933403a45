// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static dev.wshttp.security.SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_MISSING;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_OUT_OF_RANGE;
import static dev.wshttp.security.internal.direct.Deviation.accepted;
import static dev.wshttp.security.internal.direct.Deviation.refused;
import static dev.wshttp.security.internal.direct.Deviation.sealed;
import static dev.wshttp.security.internal.direct.Forgery.moveBefore;
import static dev.wshttp.security.internal.direct.Forgery.moveToEnd;

import dev.wshttp.security.internal.soap.Namespaces;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.w3c.dom.Element;

/** Every reply that was tried on a WCF client ({@code tolerance-mode1-WCF-client-of-service.txt}), and how to make it. */
final class ReplyDeviations {
    static final Map<String, Deviation> ALL = Deviation.table(
            accepted("baseline, exactly as WCF", m -> {}),

            // Confirmations
            refused("no SignatureConfirmation", SIGNATURE_CONFIRMATION_MISMATCH, m -> {
                dropConfirmation(m, 1);
                dropConfirmation(m, 0);
            }),
            refused(
                    "only the first SignatureConfirmation",
                    SIGNATURE_CONFIRMATION_MISMATCH,
                    m -> dropConfirmation(m, 1)),
            refused("only the second", SIGNATURE_CONFIRMATION_MISMATCH, m -> dropConfirmation(m, 0)),
            accepted("SignatureConfirmations swapped", m -> moveBefore(confirmation(m, 1), confirmation(m, 0))),
            refused(
                    "wrong SignatureConfirmation value",
                    SIGNATURE_CONFIRMATION_MISMATCH,
                    m -> confirmation(m, 0)
                            .setAttributeNS(null, "Value", Base64.getEncoder().encodeToString(new byte[20]))),
            refused("SignatureConfirmation not encrypted", PART_NOT_ENCRYPTED, m -> {
                m.inClear(confirmation(m, 0));
                m.inClear(confirmation(m, 1));
            }),
            refused("SignatureConfirmation after the Signature", SECURITY_HEADER_MALFORMED, m -> {
                moveToEnd(confirmation(m, 0));
                moveToEnd(confirmation(m, 0));
            }),

            // Signature and keys
            refused("signature not encrypted, SC encrypted", PART_NOT_ENCRYPTED, m -> m.inClear(m.primarySignature())),
            refused("no derived keys", SECURITY_HEADER_MALFORMED, m -> m.withoutDerivedKeys()),
            accepted(
                    "signature DKT Length 32",
                    m -> Forgery.in(m.signatureKey(), "Length").setTextContent("32")),

            // Spelling
            accepted(
                    "STR without k:TokenType", m -> Changes.withoutAttribute(m, "SecurityTokenReference", "TokenType")),
            accepted(
                    "EncryptedKeySHA1 without EncodingType",
                    m -> Changes.withoutAttribute(m, "KeyIdentifier", "EncodingType")),
            accepted("References without ValueType", m -> Changes.withoutAttribute(m, "Reference", "ValueType")),
            accepted("InclusiveNamespaces", m -> Changes.inclusiveNamespaces(m)),
            accepted("base64 with &#13;LF", sealed(m -> Changes.lineBreaks(m, "\r\n"))),
            accepted("timestamp without milliseconds", m -> Changes.withoutMilliseconds(m)),

            // Order
            refused("Timestamp last", SECURITY_HEADER_MALFORMED, m -> moveToEnd(m.first("Timestamp"))),
            refused("no Timestamp", TIMESTAMP_MISSING, m -> Changes.without(m, "Timestamp")),
            refused("ReferenceList last", SECURITY_HEADER_MALFORMED, m -> moveToEnd(m.first("ReferenceList"))),

            // What is signed, and what is there at all
            refused("RelatesTo not signed", PART_NOT_SIGNED, m -> Changes.unsigned(m, "RelatesTo")),
            refused("Action not signed", PART_NOT_SIGNED, m -> Changes.unsigned(m, "Action")),
            accepted(
                    "MessageID added, signed",
                    m -> addSigned(m, "MessageID", "urn:uuid:4aa8a1a5-98f1-4ec6-9a5e-0b2dd6b0d3c1")),
            refused(
                    "MessageID added, not signed",
                    PART_NOT_SIGNED,
                    m -> add(m, "MessageID", "urn:uuid:4aa8a1a5-98f1-4ec6-9a5e-0b2dd6b0d3c1")),
            accepted("To (anonymous) added, signed", m -> addSigned(m, "To", Namespaces.ANONYMOUS)),
            refused("To (anonymous) added, not signed", PART_NOT_SIGNED, m -> add(m, "To", Namespaces.ANONYMOUS)),
            accepted("no RelatesTo", m -> Changes.without(m, "RelatesTo")),
            accepted("no Action", m -> Changes.without(m, "Action")),

            // Encryption
            refused("body not encrypted", PART_NOT_ENCRYPTED, m -> m.inClear(m.body())),
            refused("everything unencrypted except signed", PART_NOT_ENCRYPTED, m -> {
                m.inClear(m.body());
                m.inClear(confirmation(m, 0));
                m.inClear(confirmation(m, 1));
                m.inClear(m.primarySignature());
                m.remove("ReferenceList");
            }),

            // Time
            refused(
                    "Created 6 min in the future",
                    TIMESTAMP_OUT_OF_RANGE,
                    m -> Changes.createdLater(m, Duration.ofMinutes(6))),
            refused(
                    "Created 11 min ago",
                    TIMESTAMP_OUT_OF_RANGE,
                    m -> Changes.createdLater(m, Duration.ofMinutes(-11))));

    private ReplyDeviations() {}

    private static Element confirmation(Forgery reply, int index) {
        return reply.all("SignatureConfirmation").get(index);
    }

    private static void dropConfirmation(Forgery reply, int index) {
        Element confirmation = confirmation(reply, index);
        reply.unsign(confirmation).dropPart(confirmation);
    }

    private static Element add(Forgery reply, String header, String text) {
        Element added = reply.create(Namespaces.ADDRESSING, "a:" + header);
        added.setAttributeNS(Namespaces.UTILITY, "u:Id", "added");
        added.setTextContent(text);
        reply.header().appendChild(added);
        return added;
    }

    private static void addSigned(Forgery reply, String header, String text) {
        reply.coverAlso(reply.primarySignature(), add(reply, header, text));
    }
}

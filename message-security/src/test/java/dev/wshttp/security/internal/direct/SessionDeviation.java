// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.SecurityFault.CONTEXT_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static dev.wshttp.security.SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH;
import static dev.wshttp.security.SecurityFault.TOKEN_REQUEST_INVALID;
import static dev.wshttp.security.internal.direct.Forgery.in;
import static dev.wshttp.security.internal.direct.Forgery.moveToEnd;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.w3c.dom.Element;

/**
 * One way in which a message of a session can differ from WCF's own.
 *
 * @param name as the recorded tables name it
 * @param stage which message of the session differs
 * @param refusal why this library refuses it; empty where it accepts it
 */
record SessionDeviation(String name, Stage stage, Optional<SecurityFault> refusal, Consumer<Forgery> change) {

    /** What a session consists of. */
    enum Stage {
        OPENING,
        CALL,
        CANCEL,
        /** Sent encrypted, as WCF does not. */
        ENCRYPTED_CANCEL
    }

    /** Every request that was tried on a WCF service ({@code tolerance-mode2-client-to-WCF-service.txt}). */
    static final Map<String, SessionDeviation> REQUESTS = table(
            accepted("baseline, exactly as WCF", Stage.CALL, m -> {}),
            refused(
                    "no SCT in the message, external reference only",
                    Stage.CALL,
                    CONTEXT_NOT_RECOGNIZED,
                    m -> referOutside(m).remove("SecurityContextToken")),
            accepted("SCT in the message, DKTs refer to it externally", Stage.CALL, m -> referOutside(m)),
            refused("no derived keys", Stage.CALL, SECURITY_HEADER_MALFORMED, m -> m.withoutDerivedKeys()),
            accepted(
                    "References without ValueType",
                    Stage.CALL,
                    m -> Changes.withoutAttribute(m, "Reference", "ValueType")),
            refused("signature not encrypted", Stage.CALL, PART_NOT_ENCRYPTED, m -> m.inClear(m.primarySignature())),
            refused("body not encrypted", Stage.CALL, PART_NOT_ENCRYPTED, m -> m.inClear(m.body())),
            accepted(
                    "signature DKT Length 32",
                    Stage.CALL,
                    m -> in(m.signatureKey(), "Length").setTextContent("32")),
            accepted("InclusiveNamespaces", Stage.CALL, m -> Changes.inclusiveNamespaces(m)),
            refused(
                    "ReferenceList last",
                    Stage.CALL,
                    SECURITY_HEADER_MALFORMED,
                    m -> moveToEnd(m.first("ReferenceList"))),
            refused(
                    "SCT after DKTs",
                    Stage.CALL,
                    SecurityFault.KEY_NOT_RECOGNIZED,
                    m -> Forgery.moveBefore(m.first("SecurityContextToken"), m.first("ReferenceList"))),
            refused("Timestamp last", Stage.CALL, SECURITY_HEADER_MALFORMED, m -> moveToEnd(m.first("Timestamp"))),
            accepted(
                    "RST with AppliesTo",
                    Stage.OPENING,
                    m -> token(m).appendChild(m.create("http://schemas.xmlsoap.org/ws/2004/09/policy", "p:AppliesTo"))),
            accepted("RST without KeySize", Stage.OPENING, m -> m.remove("KeySize")),
            accepted("RST without TokenType", Stage.OPENING, m -> m.remove("TokenType")),
            refused("RST without Entropy", Stage.OPENING, TOKEN_REQUEST_INVALID, m -> m.remove("Entropy")),
            accepted(
                    "RST entropy without Type attribute",
                    Stage.OPENING,
                    m -> Changes.withoutAttribute(m, "BinarySecret", "Type")),
            refused(
                    "RST KeySize 128",
                    Stage.OPENING,
                    TOKEN_REQUEST_INVALID,
                    m -> m.first("KeySize").setTextContent("128")),
            accepted("RST entropy 16 bytes, KeySize 256", Stage.OPENING, SessionDeviation::shortEntropy),
            accepted(
                    "RST with ComputedKeyAlgorithm PSHA1",
                    Stage.OPENING,
                    m -> add(m, "ComputedKeyAlgorithm", Namespaces.TRUST + "/CK/PSHA1")),
            accepted(
                    "RST with KeyType SymmetricKey",
                    Stage.OPENING,
                    m -> add(m, "KeyType", Namespaces.TRUST + "/SymmetricKey")),
            accepted("RST with Lifetime", Stage.OPENING, m -> add(m, "Lifetime", "")),
            accepted("RST with Context attribute-less Renewing", Stage.OPENING, m -> add(m, "Renewing", "")),
            accepted("Cancel signed only (as WCF sends it)", Stage.CANCEL, m -> {}),
            accepted("Cancel signed and encrypted", Stage.ENCRYPTED_CANCEL, m -> {}),
            accepted("Cancel body plain, signature encrypted", Stage.ENCRYPTED_CANCEL, m -> m.inClear(m.body())),
            refused(
                    "Cancel body encrypted, signature plain",
                    Stage.ENCRYPTED_CANCEL,
                    PART_NOT_ENCRYPTED,
                    m -> m.inClear(m.primarySignature())));

    /** Every reply that was tried on a WCF client ({@code tolerance-mode2-WCF-client-of-service.txt}). */
    static final Map<String, SessionDeviation> REPLIES = table(
            accepted("baseline, exactly as WCF", Stage.CALL, m -> {}),
            accepted("RSTR without TokenType", Stage.OPENING, m -> m.remove("TokenType")),
            accepted(
                    "RSTR without RequestedAttachedReference",
                    Stage.OPENING,
                    m -> m.remove("RequestedAttachedReference")),
            accepted(
                    "RSTR without RequestedUnattachedReference",
                    Stage.OPENING,
                    m -> m.remove("RequestedUnattachedReference")),
            accepted("RSTR without Lifetime", Stage.OPENING, m -> m.remove("Lifetime")),
            accepted("RSTR without KeySize", Stage.OPENING, m -> m.remove("KeySize")),
            accepted(
                    "RSTR without both references",
                    Stage.OPENING,
                    m -> m.remove("RequestedAttachedReference").remove("RequestedUnattachedReference")),
            refused("RSTR inside RSTRCollection", Stage.OPENING, TOKEN_REQUEST_INVALID, m -> {
                Element collection = m.create(Namespaces.TRUST, "t:RequestSecurityTokenResponseCollection");
                collection.appendChild(m.body().replaceChild(collection, token(m)));
            }),
            refused("proof token BinarySecret (server entropy only)", Stage.OPENING, TOKEN_REQUEST_INVALID, m -> {
                Element proof = m.first("RequestedProofToken");
                proof.setTextContent("");
                proof.appendChild(in(m.first("Entropy"), "BinarySecret"));
                m.remove("Entropy");
            }),
            accepted(
                    "Entropy before RequestedProofToken",
                    Stage.OPENING,
                    m -> Forgery.moveBefore(m.first("Entropy"), m.first("RequestedProofToken"))),
            accepted("entropy without Type", Stage.OPENING, m -> Changes.withoutAttribute(m, "BinarySecret", "Type")),
            accepted("16-byte server entropy", Stage.OPENING, SessionDeviation::shortEntropy),
            accepted(
                    "Lifetime without milliseconds",
                    Stage.OPENING,
                    m -> Elements.children(m.first("Lifetime"))
                            .forEach(time ->
                                    time.setTextContent(time.getTextContent().replaceAll("\\.\\d+Z", "Z")))),
            accepted("Lifetime 60 s", Stage.OPENING, m -> {
                List<Element> times = Elements.children(m.first("Lifetime"));
                times.get(1)
                        .setTextContent(java.time.Instant.parse(times.get(0).getTextContent())
                                .plusSeconds(60)
                                .toString());
            }),
            accepted("SCT Identifier \"uuid:...\"", Stage.OPENING, m -> {
                m.first("Identifier").setTextContent("uuid:5b3d3b4e-6d0f-4c0e-9d55-3f4f6a2d7c11");
                m.remove("RequestedUnattachedReference");
            }),
            accepted(
                    "RSTR action RSTR/Issue",
                    Stage.OPENING,
                    m -> m.first("Action").setTextContent(Namespaces.TRUST + "/RSTR/Issue")),
            refused(
                    "RSTR message without SignatureConfirmation",
                    Stage.OPENING,
                    SIGNATURE_CONFIRMATION_MISMATCH,
                    m -> List.copyOf(m.all("SignatureConfirmation"))
                            .forEach(confirmation -> m.unsign(confirmation).dropPart(confirmation))),
            refused("SCT included in app responses", Stage.CALL, SECURITY_HEADER_MALFORMED, m -> {
                Element token = m.create(Namespaces.CONVERSATION, "c:SecurityContextToken");
                token.setAttributeNS(Namespaces.UTILITY, "u:Id", "included");
                Element identifier = m.create(Namespaces.CONVERSATION, "c:Identifier");
                identifier.setTextContent(in(m.signatureKey(), "Reference").getAttribute("URI"));
                token.appendChild(identifier);
                m.security().insertBefore(token, m.signatureKey());
            }),
            refused("SignatureConfirmation in SCT app responses", Stage.CALL, SECURITY_HEADER_MALFORMED, m -> {
                Element confirmation = m.create(Namespaces.SECURITY_11, "k:SignatureConfirmation");
                confirmation.setAttributeNS(Namespaces.UTILITY, "u:Id", "confirmation");
                confirmation.setAttributeNS(null, "Value", Base64.getEncoder().encodeToString(new byte[20]));
                m.security().insertBefore(confirmation, m.primarySignature());
                m.encryptAlso(confirmation, m.primarySignature());
                m.coverAlso(m.primarySignature(), confirmation);
            }),
            refused(
                    "no derived keys in app responses",
                    Stage.CALL,
                    SECURITY_HEADER_MALFORMED,
                    m -> m.withoutDerivedKeys()),
            refused(
                    "signature not encrypted in app responses",
                    Stage.CALL,
                    PART_NOT_ENCRYPTED,
                    m -> m.inClear(m.primarySignature())),
            accepted(
                    "References without ValueType",
                    Stage.CALL,
                    m -> Changes.withoutAttribute(m, "Reference", "ValueType")),
            accepted("Cancel response encrypted", Stage.ENCRYPTED_CANCEL, m -> {}),
            accepted("Cancel answered with HTTP 500, empty", Stage.CANCEL, m -> {}));

    private static SessionDeviation accepted(String name, Stage stage, Consumer<Forgery> change) {
        return new SessionDeviation(name, stage, Optional.empty(), change);
    }

    private static SessionDeviation refused(String name, Stage stage, SecurityFault refusal, Consumer<Forgery> change) {
        return new SessionDeviation(name, stage, Optional.of(refusal), change);
    }

    private static Map<String, SessionDeviation> table(SessionDeviation... rows) {
        var table = new LinkedHashMap<String, SessionDeviation>();
        for (SessionDeviation row : rows) {
            table.put(row.name, row);
        }
        return table;
    }

    /** The request or response in the body. */
    private static Element token(Forgery message) {
        return Elements.children(message.body()).get(0);
    }

    private static void add(Forgery message, String name, String text) {
        Element added = message.create(Namespaces.TRUST, "t:" + name);
        added.setTextContent(text);
        token(message).appendChild(added);
    }

    private static void shortEntropy(Forgery message) {
        in(message.first("Entropy"), "BinarySecret")
                .setTextContent(Base64.getEncoder().encodeToString(new byte[16]));
    }

    private static Forgery referOutside(Forgery message) {
        String identifier = message.first("Identifier").getTextContent();
        for (Element key : message.all("DerivedKeyToken")) {
            in(key, "Reference").setAttributeNS(null, "URI", identifier);
        }
        return message;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.SecurityFault.ACTION_UNKNOWN;
import static dev.wshttp.security.SecurityFault.ALGORITHM_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.DESTINATION_UNREACHABLE;
import static dev.wshttp.security.SecurityFault.ENDORSING_SIGNATURE_MISSING;
import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_MISSING;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_OUT_OF_RANGE;
import static dev.wshttp.security.internal.direct.Deviation.accepted;
import static dev.wshttp.security.internal.direct.Deviation.refused;
import static dev.wshttp.security.internal.direct.Deviation.sealed;
import static dev.wshttp.security.internal.direct.Forgery.in;
import static dev.wshttp.security.internal.direct.Forgery.moveBefore;
import static dev.wshttp.security.internal.direct.Forgery.moveToEnd;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.KeyTransport;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.w3c.dom.Element;

/** Every request that was tried on a WCF service ({@code tolerance-mode1-client-to-WCF-service.txt}), and how to make it. */
final class RequestDeviations {
    private static final String XMLDSIG_MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String DECEMBER_2005 = "http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512";

    static final Map<String, Deviation> ALL = Deviation.table(
            accepted("baseline, exactly as WCF", m -> {}),

            // Derived keys
            accepted("signature DKT Offset 0 Length 32", m -> signatureKeyLength(m, "32")),
            accepted("signature DKT without Offset/Length (=32)", m -> {
                Changes.forgo(m.signatureKey(), "Offset");
                Changes.forgo(m.signatureKey(), "Length");
            }),
            accepted("signature DKT with Generation 0 Length 24", m -> {
                Changes.forgo(m.signatureKey(), "Offset");
                Changes.forgo(m.signatureKey(), "Length");
                Changes.derivation(m, m.signatureKey(), "Generation", "0");
                Changes.derivation(m, m.signatureKey(), "Length", "24");
            }),
            accepted("signature DKT with Length 24 only", m -> Changes.forgo(m.signatureKey(), "Offset")),
            refused("signature DKT Length 20", ALGORITHM_NOT_ACCEPTED, m -> signatureKeyLength(m, "20")),
            refused("signature DKT Length 16", ALGORITHM_NOT_ACCEPTED, m -> signatureKeyLength(m, "16")),
            accepted(
                    "explicit default Label element",
                    m -> Changes.derivation(
                            m, m.signatureKey(), "Label", "WS-SecureConversationWS-SecureConversation")),
            accepted(
                    "Algorithm attribute p_sha1 on DKT",
                    m -> m.signatureKey().setAttributeNS(null, "Algorithm", Namespaces.P_SHA1)),
            accepted("encryption DKT with Offset 0 Length 32", m -> {
                Changes.derivation(m, m.encryptionKey(), "Offset", "0");
                Changes.derivation(m, m.encryptionKey(), "Length", "32");
            }),
            accepted("nonce of 20 bytes", m -> Changes.nonceOf(m, 20)),
            accepted("nonce of 32 bytes", m -> Changes.nonceOf(m, 32)),
            accepted("nonce of 8 bytes", m -> Changes.nonceOf(m, 8)),
            refused(
                    "no derived keys (EncryptedKey used directly)",
                    SECURITY_HEADER_MALFORMED,
                    m -> m.withoutDerivedKeys()),

            // Encryption
            refused("signatures not encrypted (body encrypted)", PART_NOT_ENCRYPTED, m -> {
                m.inClear(m.primarySignature());
                m.inClear(m.endorsingSignature());
            }),
            accepted(
                    "endorsing signature not encrypted, main signature encrypted",
                    m -> m.inClear(m.endorsingSignature())),
            refused("body not encrypted", PART_NOT_ENCRYPTED, m -> m.inClear(m.body())),
            refused(
                    "ReferenceList inside EncryptedKey",
                    SECURITY_HEADER_MALFORMED,
                    m -> m.first("EncryptedKey").appendChild(m.first("ReferenceList"))),
            refused("no ReferenceList at all", PART_NOT_ENCRYPTED, sealed(m -> m.remove("ReferenceList"))),

            // Order
            refused(
                    "ReferenceList after the signatures (end)",
                    SECURITY_HEADER_MALFORMED,
                    m -> moveToEnd(m.first("ReferenceList"))),
            accepted(
                    "ReferenceList before the DKTs (after EncryptedKey)",
                    m -> moveBefore(m.first("ReferenceList"), m.signatureKey())),
            accepted("BST first", m -> moveBefore(m.first("BinarySecurityToken"), m.first("Timestamp"))),
            refused("Timestamp last", SECURITY_HEADER_MALFORMED, m -> moveToEnd(m.first("Timestamp"))),
            refused(
                    "EncryptedKey after the DKTs",
                    SECURITY_HEADER_MALFORMED,
                    m -> moveBefore(m.first("EncryptedKey"), m.first("ReferenceList"))),
            accepted("DKTs swapped (encryption DKT first)", m -> moveBefore(m.encryptionKey(), m.signatureKey())),
            refused("endorsing signature before the main signature", ALGORITHM_NOT_ACCEPTED, sealed(m -> {
                // Both are encrypted: the last of all encrypted data in the header, and the one before it.
                Element primary = m.all("EncryptedData").get(0);
                moveBefore(m.all("EncryptedData").get(1), primary);
            })),

            // What is signed, and what is there at all
            refused("To not signed", PART_NOT_SIGNED, m -> Changes.unsigned(m, "To")),
            refused("Action not signed", PART_NOT_SIGNED, m -> Changes.unsigned(m, "Action")),
            refused("MessageID not signed", PART_NOT_SIGNED, m -> Changes.unsigned(m, "MessageID")),
            refused("ReplyTo not signed", PART_NOT_SIGNED, m -> Changes.unsigned(m, "ReplyTo")),
            refused("Timestamp not signed", PART_NOT_SIGNED, m -> Changes.unsigned(m, "Timestamp")),
            refused("no Timestamp", TIMESTAMP_MISSING, m -> Changes.without(m, "Timestamp")),
            accepted("no ReplyTo header", m -> Changes.without(m, "ReplyTo")),
            accepted("no MessageID header", m -> Changes.without(m, "MessageID")),
            refused("no To header", DESTINATION_UNREACHABLE, m -> Changes.without(m, "To")),
            refused("no Action header", ACTION_UNKNOWN, m -> Changes.without(m, "Action")),
            accepted(
                    "BST also signed by the main signature",
                    m -> m.coverAlso(m.primarySignature(), m.first("BinarySecurityToken"))),

            // Certificates
            accepted("service certificate by SKI", (m, call) -> {
                byte[] extension = call.service().getExtensionValue("2.5.29.14");
                Element identifier = m.first("KeyIdentifier");
                identifier.setAttributeNS(null, "ValueType", Namespaces.SUBJECT_KEY_IDENTIFIER);
                identifier.setTextContent(
                        Base64.getEncoder().encodeToString(Arrays.copyOfRange(extension, 4, extension.length)));
                return call.remade(m);
            }),
            accepted("service certificate by issuer+serial", (m, call) -> {
                Element identifier = m.first("KeyIdentifier");
                identifier.getParentNode().replaceChild(issuerAndSerial(m, call.service()), identifier);
                return call.remade(m);
            }),
            accepted("client certificate by Thumbprint (BST present)", (m, call) -> {
                byThumbprint(m, call.client().certificate());
                return call.remade(m);
            }),
            refused("client certificate by Thumbprint, no BST", ENDORSING_SIGNATURE_MISSING, (m, call) -> {
                byThumbprint(m, call.client().certificate());
                m.remove("BinarySecurityToken");
                return call.remade(m);
            }),
            refused("no endorsing signature", ENDORSING_SIGNATURE_MISSING, m -> m.dropPart(m.endorsingSignature())),
            refused(
                    "no endorsing signature, no BST",
                    ENDORSING_SIGNATURE_MISSING,
                    m -> m.dropPart(m.endorsingSignature()).remove("BinarySecurityToken")),

            // Algorithms
            refused(
                    "endorsing signature rsa-sha256",
                    ALGORITHM_NOT_ACCEPTED,
                    m -> Forgery.useAlgorithm(m.endorsingSignature(), "SignatureMethod", XMLDSIG_MORE + "rsa-sha256")),
            refused(
                    "digests sha256",
                    ALGORITHM_NOT_ACCEPTED,
                    m -> m.all("Signature")
                            .forEach(signature ->
                                    Forgery.useAlgorithm(signature, "DigestMethod", Namespaces.ENCRYPTION + "sha256"))),
            refused("RSA 1.5 key wrap", ALGORITHM_NOT_ACCEPTED, (m, call) -> {
                var secret = call.sent().key().secret();
                var suite = AlgorithmSuite.BASIC256_RSA15;
                m.rekey(secret, new KeyTransport(suite, new SecureRandom()).wrap(secret, call.service()));
                Forgery.useAlgorithm(m.first("EncryptedKey"), "EncryptionMethod", Namespaces.ENCRYPTION + "rsa-1_5");
                Changes.forgo(m.first("EncryptedKey"), "DigestMethod");
                return call.remade(m);
            }),
            accepted("OAEP without DigestMethod", m -> Changes.forgo(m.first("EncryptedKey"), "DigestMethod")),

            // Spelling
            accepted(
                    "STR to EncryptedKey without k:TokenType",
                    m -> Changes.withoutAttribute(m, "SecurityTokenReference", "TokenType")),
            accepted("References without ValueType", m -> Changes.withoutAttribute(m, "Reference", "ValueType")),
            accepted("InclusiveNamespaces PrefixList=\"s a u\"", m -> Changes.inclusiveNamespaces(m)),
            accepted("timestamp without milliseconds", m -> Changes.withoutMilliseconds(m)),
            accepted("base64 with LF every 76 chars", sealed(m -> Changes.lineBreaks(m, "\n"))),
            accepted("base64 with &#13;LF every 76 chars", sealed(m -> Changes.lineBreaks(m, "\r\n"))),
            refused("SecureConversation 2005/12 namespace for DKT", SECURITY_HEADER_MALFORMED, (m, call) -> {
                String wire = new String(call.remade(m), UTF_8);
                return wire.replace(Namespaces.CONVERSATION + "\"", DECEMBER_2005 + "\"")
                        .getBytes(UTF_8);
            }),
            accepted(
                    "DKT reference ValueType of SC 2005/12",
                    m -> m.all("Reference").stream()
                            .filter(reference ->
                                    reference.getAttribute("ValueType").endsWith("/dk"))
                            .forEach(reference -> reference.setAttributeNS(null, "ValueType", DECEMBER_2005 + "/dk"))),

            // Time
            accepted("Created 4 min in the future", m -> Changes.createdLater(m, Duration.ofMinutes(4))),
            refused(
                    "Created 6 min in the future",
                    TIMESTAMP_OUT_OF_RANGE,
                    m -> Changes.createdLater(m, Duration.ofMinutes(6))),
            accepted("Created 8 min ago (expired 3 min ago)", m -> Changes.createdLater(m, Duration.ofMinutes(-8))),
            refused(
                    "Created 11 min ago",
                    TIMESTAMP_OUT_OF_RANGE,
                    m -> Changes.createdLater(m, Duration.ofMinutes(-11))));

    private RequestDeviations() {}

    private static void signatureKeyLength(Forgery message, String length) {
        in(message.signatureKey(), "Length").setTextContent(length);
    }

    private static Element issuerAndSerial(Forgery message, X509Certificate certificate) {
        Element pair = message.create(Namespaces.SIGNATURE, "X509IssuerSerial");
        pair.appendChild(message.create(Namespaces.SIGNATURE, "X509IssuerName"))
                .setTextContent(certificate.getIssuerX500Principal().getName(X500Principal.RFC2253));
        pair.appendChild(message.create(Namespaces.SIGNATURE, "X509SerialNumber"))
                .setTextContent(certificate.getSerialNumber().toString());
        Element data = message.create(Namespaces.SIGNATURE, "X509Data");
        data.appendChild(pair);
        return data;
    }

    private static void byThumbprint(Forgery message, X509Certificate client) {
        Element reference = in(in(message.endorsingSignature(), "KeyInfo"), "Reference");
        Element identifier = message.create(Namespaces.SECURITY, "o:KeyIdentifier");
        identifier.setAttributeNS(null, "ValueType", Namespaces.THUMBPRINT_SHA1);
        identifier.setTextContent(Thumbprint.of(client).base64());
        reference.getParentNode().replaceChild(identifier, reference);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY_11;
import static dev.wshttp.security.internal.soap.Namespaces.SIGNATURE;
import static dev.wshttp.security.internal.soap.Namespaces.SOAP;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static dev.wshttp.security.internal.soap.Namespaces.WCF_SECURITY;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.wss.proof.ReceivedElement.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Defines what a security header and an encrypted header may consist of: the elements of this protocol, the attributes that their schemas declare, and text only in
 * elements without child elements (the schemas of WS-Security 1.0 and 1.1, XML Signature, XML Encryption and WS-SecureConversation). So
 * all readers of an element read the same: there is no text beside a value, and no second attribute that could be an id.
 */
final class HeaderSchema {
    // Interop: Metro says xsi:type on each KeyInfo. XML Schema 1, section 2.6, allows it on every element; nothing here
    // reads it.
    private static final Name TYPE = name("http://www.w3.org/2001/XMLSchema-instance", "type");
    private static final Name ID = name(UTILITY, "Id");
    // By local name, then by namespace.
    private static final Map<String, Map<String, Rule>> RULES = new HashMap<>();

    static {
        elements(SECURITY, "Security", name(SOAP, "mustUnderstand"), name(SOAP, "relay"), ID);
        elements(UTILITY, "Timestamp", ID);
        text(UTILITY, "Created");
        text(UTILITY, "Expires");
        text(SECURITY, "BinarySecurityToken", ID, "ValueType", "EncodingType");
        elements(SECURITY, "SecurityTokenReference", ID, name(SECURITY, "Usage"), name(SECURITY_11, "TokenType"));
        elements(SECURITY, "Reference", "URI", "ValueType", name(CONVERSATION, "Instance"));
        text(SECURITY, "KeyIdentifier", ID, "ValueType", "EncodingType");
        elements(SECURITY_11, "SignatureConfirmation", ID, "Value");
        elements(
                SECURITY_11,
                "EncryptedHeader",
                ID,
                name(SOAP, "mustUnderstand"),
                name(SOAP, "role"),
                name(SOAP, "relay"));
        elements(CONVERSATION, "SecurityContextToken", ID);
        text(CONVERSATION, "Identifier");
        text(CONVERSATION, "Instance");
        // In a token only: the names of a key are what refuses a cookie that this service did not issue.
        text(WCF_SECURITY, "Cookie");
        elements(CONVERSATION, "DerivedKeyToken", ID, "Algorithm");
        text(CONVERSATION, "Generation");
        text(CONVERSATION, "Offset");
        text(CONVERSATION, "Length");
        text(CONVERSATION, "Label");
        text(CONVERSATION, "Nonce", "EncodingType");
        elements(ENCRYPTION, "ReferenceList");
        elements(ENCRYPTION, "DataReference", "URI");
        elements(ENCRYPTION, "EncryptedKey", "Id", "Type", "MimeType", "Encoding", "Recipient");
        elements(ENCRYPTION, "EncryptedData", "Id", "Type", "MimeType", "Encoding");
        elements(ENCRYPTION, "EncryptionMethod", "Algorithm");
        elements(ENCRYPTION, "CipherData");
        text(ENCRYPTION, "CipherValue");
        elements(SIGNATURE, "Signature", "Id");
        elements(SIGNATURE, "SignedInfo", "Id");
        elements(SIGNATURE, "CanonicalizationMethod", "Algorithm");
        elements(SIGNATURE, "SignatureMethod", "Algorithm");
        elements(SIGNATURE, "Reference", "Id", "URI", "Type");
        elements(SIGNATURE, "Transforms");
        elements(SIGNATURE, "Transform", "Algorithm");
        elements(SIGNATURE, "DigestMethod", "Algorithm");
        text(SIGNATURE, "DigestValue");
        text(SIGNATURE, "SignatureValue", "Id");
        elements(SIGNATURE, "KeyInfo", "Id");
        elements(SIGNATURE, "X509Data");
        elements(SIGNATURE, "X509IssuerSerial");
        text(SIGNATURE, "X509IssuerName");
        text(SIGNATURE, "X509SerialNumber");
        // No algorithm of this side has these parameters. The reader of the algorithm refuses them with a better
        // message.
        text(SIGNATURE, "HMACOutputLength");
        text(SIGNATURE, "XPath");
        text(ENCRYPTION, "OAEPparams");
        elements(AlgorithmSuite.EXCLUSIVE_C14N, "InclusiveNamespaces", "PrefixList");
    }

    private HeaderSchema() {}

    /**
     * Requires that an element and all in it have the form that their schemas give them.
     *
     * @throws dev.wshttp.security.MessageSecurityException with {@code SECURITY_HEADER_MALFORMED}
     */
    static void require(ReceivedElement element) {
        // Without recursion, because an attacker chooses the depth of a message.
        var open = new ArrayList<ReceivedElement>(List.of(element));
        for (int next = 0; next < open.size(); next++) {
            ReceivedElement each = open.get(next);
            List<ReceivedElement> children = each.elements();
            requireForm(each, children);
            open.addAll(children);
        }
    }

    private static void requireForm(ReceivedElement element, List<ReceivedElement> children) {
        Rule rule = RULES.getOrDefault(element.localName(), Map.of()).get(element.namespace());
        if (rule == null) {
            throw Refusal.malformed(
                    "'" + element.localName() + "' of '" + element.namespace() + "'",
                    "the elements of this binding and nothing else");
        }
        requireAttributes(element, rule.attributes);
        if (rule.content == Content.TEXT) {
            requireNone(children, element);
        } else if (element.hasText()) {
            throw Refusal.malformed("text in '" + element.localName() + "'", "elements only");
        }
    }

    private static void requireAttributes(ReceivedElement element, List<Name> allowed) {
        for (Attribute attribute : element.attributes()) {
            if (!isAmong(allowed, attribute)) {
                throw Refusal.malformed(
                        "the attribute '" + attribute.qualifiedName() + "' of '" + element.localName() + "'",
                        "those of its schema");
            }
        }
    }

    private static boolean isAmong(List<Name> allowed, Attribute attribute) {
        for (Name name : allowed) {
            if (name.localName.equals(attribute.localName()) && name.namespace.equals(attribute.namespace())) {
                return true;
            }
        }
        return false;
    }

    private static void requireNone(List<ReceivedElement> children, ReceivedElement element) {
        if (!children.isEmpty()) {
            throw Refusal.malformed("elements in '" + element.localName() + "'", "text only");
        }
    }

    /** @param attributes names, or strings for names without namespace */
    private static void elements(String namespace, String localName, Object... attributes) {
        put(namespace, localName, new Rule(Content.ELEMENTS, names(attributes)));
    }

    private static void text(String namespace, String localName, Object... attributes) {
        put(namespace, localName, new Rule(Content.TEXT, names(attributes)));
    }

    private static void put(String namespace, String localName, Rule rule) {
        RULES.computeIfAbsent(localName, any -> new HashMap<>()).put(namespace, rule);
    }

    private static List<Name> names(Object... attributes) {
        return Stream.concat(Stream.of(attributes), Stream.of(TYPE))
                .map(each -> each instanceof Name name ? name : new Name("", (String) each))
                .toList();
    }

    private static Name name(String namespace, String localName) {
        return new Name(namespace, localName);
    }

    private record Name(String namespace, String localName) {}

    private record Rule(Content content, List<Name> attributes) {}

    private enum Content {
        ELEMENTS,
        TEXT
    }
}

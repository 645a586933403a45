// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.soap.Namespaces;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names and values that messages of this binding consist of, as strings that exist already. It never grows: a name that it does not know becomes a
 * new string each time, so an attacker's names cost no more than their octets. Safe for use by several threads.
 */
final class Vocabulary {
    private static final int SLOTS = 1_024;
    private static final String[] WORDS = new String[SLOTS];
    private static final byte[][] OCTETS = new byte[SLOTS][];
    private static final String[] LETTERS = new String[128];

    static {
        for (String word : words()) {
            add(word);
        }
        Arrays.setAll(LETTERS, letter -> String.valueOf((char) letter));
    }

    private Vocabulary() {}

    /** Returns the string of ASCII octets, or of UTF-8 ones. */
    static String string(byte[] octets, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return "";
        }
        if (length == 1 && octets[from] > 0) {
            return LETTERS[octets[from]];
        }
        int slot = slot(octets, from, to);
        byte[] known = OCTETS[slot];
        return known != null && Arrays.equals(known, 0, known.length, octets, from, to)
                ? WORDS[slot]
                : new String(octets, from, length, StandardCharsets.UTF_8);
    }

    private static void add(String word) {
        byte[] octets = word.getBytes(StandardCharsets.UTF_8);
        int slot = slot(octets, 0, octets.length);
        // Where two words meet, the first one stays: the other is only slower.
        if (WORDS[slot] == null) {
            WORDS[slot] = word;
            OCTETS[slot] = octets;
        }
    }

    private static int slot(byte[] octets, int from, int to) {
        int length = to - from;
        int hash = length;
        hash = 31 * hash + octets[from];
        hash = 31 * hash + octets[from + length / 2];
        hash = 31 * hash + octets[to - 1];
        hash = 31 * hash + octets[to - 1 - length / 4];
        hash = 31 * hash + octets[from + length / 3];
        return (hash ^ (hash >>> 10)) & (SLOTS - 1);
    }

    private static List<String> words() {
        var words = new ArrayList<>(List.of(
                "Envelope",
                "Header",
                "Body",
                "mustUnderstand",
                "relay",
                "role",
                "Action",
                "MessageID",
                "RelatesTo",
                "ReplyTo",
                "Address",
                "To",
                "Security",
                "Id",
                "Timestamp",
                "Created",
                "Expires",
                "BinarySecurityToken",
                "ValueType",
                "EncodingType",
                "SecurityTokenReference",
                "TokenType",
                "Reference",
                "URI",
                "KeyIdentifier",
                "SignatureConfirmation",
                "Value",
                "SecurityContextToken",
                "Identifier",
                "Instance",
                "Cookie",
                "DerivedKeyToken",
                "Algorithm",
                "Generation",
                "Offset",
                "Length",
                "Label",
                "Nonce",
                "ReferenceList",
                "DataReference",
                "EncryptedKey",
                "EncryptedData",
                "Type",
                "EncryptionMethod",
                "CipherData",
                "CipherValue",
                "Signature",
                "SignedInfo",
                "CanonicalizationMethod",
                "SignatureMethod",
                "Transforms",
                "Transform",
                "DigestMethod",
                "DigestValue",
                "SignatureValue",
                "KeyInfo",
                "InclusiveNamespaces",
                "PrefixList",
                "_0",
                "_1",
                "_2",
                "_3",
                "_4",
                "_5",
                "_6",
                "_7",
                "_8",
                "_9",
                "#_0",
                "#_1",
                "#_2",
                "#_3",
                "#_4",
                "#_5",
                "#_6",
                "#_7",
                "#_8",
                "#_9",
                "http://www.w3.org/2001/10/xml-exc-c14n#",
                "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
                "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
                "http://www.w3.org/2000/09/xmldsig#sha1",
                "http://www.w3.org/2001/04/xmlenc#sha256",
                "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
                "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
                "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
                "http://www.w3.org/2001/04/xmlenc#tripledes-cbc",
                "http://www.w3.org/2001/04/xmlenc#rsa-1_5"));
        for (var field : Namespaces.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                words.add(valueOf(field));
            }
        }
        return words;
    }

    private static String valueOf(java.lang.reflect.Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("A public constant can be read", impossible);
        }
    }
}

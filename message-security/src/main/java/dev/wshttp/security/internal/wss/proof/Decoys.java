// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Creates substitutes for elements that are missing in an encrypted part, as XML. They have the form and about the size of the
 * expected elements, so that the work on the message goes on in the same way. They prove nothing, and the message is refused in the end. Safe
 * for use by several threads.
 *
 * @param suite the algorithms that the decoys name
 */
record Decoys(AlgorithmSuite suite) {
    // The form of an id in WCF's messages, and of the value of a digest.
    private static final String ID = "_1";
    private static final String DIGEST = "A".repeat(27) + "=";
    private static final String HEADER_CONTENT = "<a>decoy text</a>";
    private static final int MOST_REFERENCES = 20;

    /** Returns a signature over parts of these ids; over another signature if there are none. */
    String signature(List<String> ids, String methodUri, String keyId, int valueBytes) {
        var xml = new StringBuilder("<Signature xmlns=\"" + Namespaces.SIGNATURE + "\" Id=\"" + ID + "\"><SignedInfo>");
        method(xml, "CanonicalizationMethod", AlgorithmSuite.EXCLUSIVE_C14N);
        method(xml, "SignatureMethod", methodUri);
        (ids.isEmpty() ? List.of(ID) : ids).stream().limit(MOST_REFERENCES).forEach(id -> reference(xml, id));
        xml.append("</SignedInfo><SignatureValue>").append(base64(valueBytes));
        xml.append("</SignatureValue><KeyInfo><o:SecurityTokenReference xmlns:o=\"" + Namespaces.SECURITY);
        xml.append("\"><o:Reference URI=\"#").append(escaped(keyId));
        return xml.append("\"/></o:SecurityTokenReference></KeyInfo></Signature>")
                .toString();
    }

    /** Returns a signature confirmation. */
    static String confirmation() {
        return "<SignatureConfirmation xmlns=\"" + Namespaces.SECURITY_11 + "\" Value=\"" + DIGEST + "\"/>";
    }

    /** Returns a header of about this size, and not larger: the digest of a larger one would be more work than that of a genuine header. */
    static String header(int bytes) {
        int inside = Math.max(0, bytes - "<a></a>".length());
        return "<a>" + HEADER_CONTENT.repeat(inside / HEADER_CONTENT.length()) + "</a>";
    }

    private void reference(StringBuilder xml, String id) {
        xml.append("<Reference URI=\"#").append(escaped(id)).append("\"><Transforms>");
        method(xml, "Transform", AlgorithmSuite.EXCLUSIVE_C14N);
        xml.append("</Transforms>");
        method(xml, "DigestMethod", suite.digestUri());
        xml.append("<DigestValue>").append(DIGEST).append("</DigestValue></Reference>");
    }

    private static void method(StringBuilder xml, String name, String uri) {
        xml.append('<').append(name).append(" Algorithm=\"").append(uri).append("\"/>");
    }

    /** An attacker chooses the ids. */
    private static String escaped(String id) {
        var escaped = new StringBuilder();
        for (int i = 0; i < id.length(); i++) {
            char character = id.charAt(i);
            if (character < ' ' || character == '&' || character == '<' || character == '"') {
                escaped.append("&#").append((int) character).append(';');
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** A value that takes as long to check as another wrong one: zero to the power of an RSA key is zero at once. */
    private static String base64(int bytes) {
        byte[] value = new byte[bytes];
        Arrays.fill(value, (byte) 0x11);
        return Base64.getEncoder().encodeToString(value);
    }
}

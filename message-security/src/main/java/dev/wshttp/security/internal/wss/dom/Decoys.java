// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Creates substitutes for elements that are missing in an encrypted part. They have the form and about the size of the
 * expected elements, so that the work on the message goes on in the same way. They prove nothing, and the message is refused in the end. Safe for use by several threads.
 *
 * @param suite the algorithms that the decoys name
 */
record Decoys(AlgorithmSuite suite) {
    // The form of an id in WCF's messages, and of the value of a digest.
    private static final String ID = "_1";
    private static final String DIGEST = "A".repeat(27) + "=";
    private static final int MOST_REFERENCES = 20;
    private static final String TEXT = "decoy text";

    /** Returns a signature over parts of these ids; over another signature if there are none. */
    Element signature(List<String> ids, String methodUri, String keyId, int valueBytes) {
        Document document = Elements.emptyDocument();
        Element signature = document.createElementNS(Namespaces.SIGNATURE, "Signature");
        signature.setAttributeNS(Namespaces.XMLNS, "xmlns", Namespaces.SIGNATURE);
        signature.setAttributeNS(null, "Id", ID);
        document.appendChild(signature);
        Element signedInfo = append(signature, "SignedInfo");
        method(signedInfo, "CanonicalizationMethod", AlgorithmSuite.EXCLUSIVE_C14N);
        method(signedInfo, "SignatureMethod", methodUri);
        (ids.isEmpty() ? List.of(ID) : ids).stream().limit(MOST_REFERENCES).forEach(id -> reference(signedInfo, id));
        append(signature, "SignatureValue").setTextContent(base64(valueBytes));
        Element token = append(append(signature, "KeyInfo"), Namespaces.SECURITY, "SecurityTokenReference");
        append(token, Namespaces.SECURITY, "Reference").setAttributeNS(null, "URI", "#" + keyId);
        return signature;
    }

    /** Returns a signature confirmation. */
    Element confirmation() {
        Document document = Elements.emptyDocument();
        Element confirmation = document.createElementNS(Namespaces.SECURITY_11, "SignatureConfirmation");
        confirmation.setAttributeNS(null, "Value", DIGEST);
        document.appendChild(confirmation);
        return confirmation;
    }

    /** Puts content of about this size into an element, and nothing else. */
    static void fill(Element parent, int bytes) {
        parent.setTextContent("");
        int each = "<a></a>".length() + TEXT.length();
        IntStream.range(0, bytes / each).forEach(any -> append(parent, "", "a").setTextContent(TEXT));
    }

    private void reference(Element signedInfo, String id) {
        Element reference = append(signedInfo, "Reference");
        reference.setAttributeNS(null, "URI", "#" + id);
        method(append(reference, "Transforms"), "Transform", AlgorithmSuite.EXCLUSIVE_C14N);
        method(reference, "DigestMethod", suite.digestUri());
        append(reference, "DigestValue").setTextContent(DIGEST);
    }

    private static void method(Element parent, String name, String uri) {
        append(parent, name).setAttributeNS(null, "Algorithm", uri);
    }

    private static Element append(Element parent, String name) {
        return append(parent, Namespaces.SIGNATURE, name);
    }

    private static Element append(Element parent, String namespace, String name) {
        Element child = parent.getOwnerDocument().createElementNS(namespace.isEmpty() ? null : namespace, name);
        parent.appendChild(child);
        return child;
    }

    /** A value that takes as long to check as another wrong one: zero to the power of an RSA key is zero at once. */
    private static String base64(int bytes) {
        byte[] value = new byte[bytes];
        Arrays.fill(value, (byte) 0x11);
        return Base64.getEncoder().encodeToString(value);
    }
}

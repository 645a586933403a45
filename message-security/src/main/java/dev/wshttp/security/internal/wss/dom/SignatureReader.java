// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.w3c.dom.Element;

/**
 * Requires that a {@code ds:Signature} has the one form that this protocol uses, before any of it is computed: local references, one
 * transform, no objects, no truncation (XML Signature, section 4; WS-I Basic Security Profile 1.0, section 8).
 */
final class SignatureReader {
    // WCF accepts 100; Santuario stops at 30. A message of this binding has less than 10.
    private static final int MOST_REFERENCES = 30;
    private static final int LONGEST_PREFIX_LIST = 100;

    private final AlgorithmSuite suite;

    SignatureReader(AlgorithmSuite suite) {
        this.suite = suite;
    }

    /** @param methodUri the signature algorithm that has to be used */
    ReadSignature read(Element signature, String methodUri) {
        List<Element> children = Elements.children(signature);
        if (children.size() != 3
                || !Elements.is(children.get(0), Namespaces.SIGNATURE, "SignedInfo")
                || !Elements.is(children.get(1), Namespaces.SIGNATURE, "SignatureValue")) {
            throw Refusal.malformed(
                    "a Signature with " + children.size() + " children", "SignedInfo, SignatureValue and KeyInfo");
        }
        return new ReadSignature(
                signature,
                signedIds(children.get(0), methodUri),
                TokenReference.readKeyInfo(children.get(2)),
                Refusal.canonicalBase64("a SignatureValue", Elements.text(children.get(1))));
    }

    private List<String> signedIds(Element signedInfo, String methodUri) {
        List<Element> children = Elements.children(signedInfo);
        if (children.size() < 3
                || children.size() > MOST_REFERENCES + 2
                || !Elements.is(children.get(0), Namespaces.SIGNATURE, "CanonicalizationMethod")
                || !Elements.is(children.get(1), Namespaces.SIGNATURE, "SignatureMethod")) {
            throw Refusal.malformed(
                    "a SignedInfo with " + children.size() + " children",
                    "two methods and 1 to " + MOST_REFERENCES + " references");
        }
        requireExclusive("canonicalization", children.get(0));
        Refusal.requireAlgorithm("signature", children.get(1), methodUri);
        if (!Elements.children(children.get(1)).isEmpty()) {
            throw Refusal.algorithm("signature parameter", "HMACOutputLength or another", "none");
        }
        var ids = new ArrayList<String>();
        children.subList(2, children.size()).forEach(reference -> ids.add(signedId(reference)));
        if (new HashSet<>(ids).size() < ids.size()) {
            throw Refusal.malformed("a signature covers the same part twice", "each part once");
        }
        return ids;
    }

    private String signedId(Element reference) {
        String uri = reference.getAttributeNS(null, "URI");
        List<Element> children = Elements.children(reference);
        if (!Elements.is(reference, Namespaces.SIGNATURE, "Reference") || !uri.startsWith("#") || uri.length() == 1) {
            throw Refusal.malformed("a signature over '" + uri + "'", "references to ids of this message");
        }
        if (children.size() != 3
                || !Elements.is(children.get(0), Namespaces.SIGNATURE, "Transforms")
                || !Elements.is(children.get(1), Namespaces.SIGNATURE, "DigestMethod")
                || !Elements.is(children.get(2), Namespaces.SIGNATURE, "DigestValue")) {
            throw Refusal.malformed(
                    "a signature reference of another form", "Transforms, DigestMethod and DigestValue");
        }
        List<Element> transforms = Elements.children(children.get(0));
        if (transforms.size() != 1) {
            throw Refusal.malformed("a signature reference with " + transforms.size() + " transforms", "one");
        }
        requireExclusive("transform", transforms.get(0));
        Refusal.requireAlgorithm("digest", children.get(1), suite.digestUri());
        return uri.substring(1);
    }

    /** Interop: WCF never sends a prefix list and accepts one. A long one would make canonicalization costly. */
    private static void requireExclusive(String use, Element method) {
        Refusal.requireAlgorithm(use, method, AlgorithmSuite.EXCLUSIVE_C14N);
        List<Element> parameters = Elements.children(method);
        boolean acceptable = parameters.isEmpty()
                || (parameters.size() == 1
                        && Elements.is(parameters.get(0), AlgorithmSuite.EXCLUSIVE_C14N, "InclusiveNamespaces")
                        && parameters.get(0).getAttributeNS(null, "PrefixList").length() <= LONGEST_PREFIX_LIST);
        if (!acceptable) {
            throw Refusal.algorithm(use + " parameter", "another", "none, or a short InclusiveNamespaces");
        }
    }

    /**
     * A signature whose form is good; its value is not checked yet.
     *
     * @param signedIds what it says it covers
     * @param value base64 without white space
     */
    record ReadSignature(Element element, List<String> signedIds, TokenReference key, String value) {}
}

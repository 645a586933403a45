// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Requires that a {@code ds:Signature} has the one form of this protocol, before any computation: local references, one
 * transform, no objects, no truncation (XML Signature, section 4; WS-I Basic Security Profile 1.0, section 8).
 */
final class SignatureReader {
    // WCF accepts 100; Santuario stops at 30. A message of this binding has less than 10.
    static final int MOST_REFERENCES = 30;
    private static final int LONGEST_PREFIX_LIST = 100;

    private final AlgorithmSuite suite;

    SignatureReader(AlgorithmSuite suite) {
        this.suite = suite;
    }

    /**
     * Reads a signature.
     *
     * @param methodUri the required signature algorithm
     */
    ReadSignature read(ReceivedElement signature, String methodUri) {
        HeaderSchema.require(signature);
        List<ReceivedElement> children = signature.elements();
        if (!signature.is(Namespaces.SIGNATURE, "Signature")
                || children.size() != 3
                || !children.get(0).is(Namespaces.SIGNATURE, "SignedInfo")
                || !children.get(1).is(Namespaces.SIGNATURE, "SignatureValue")) {
            throw Refusal.malformed(
                    "'" + signature.localName() + "' with " + children.size() + " children",
                    "a Signature of SignedInfo, SignatureValue and KeyInfo");
        }
        ReceivedElement signedInfo = children.get(0);
        List<ReceivedElement> parts = signedInfo.elements();
        if (parts.size() < 3
                || parts.size() > MOST_REFERENCES + 2
                || !parts.get(0).is(Namespaces.SIGNATURE, "CanonicalizationMethod")
                || !parts.get(1).is(Namespaces.SIGNATURE, "SignatureMethod")) {
            throw Refusal.malformed(
                    "a SignedInfo with " + parts.size() + " children",
                    "two methods and 1 to " + MOST_REFERENCES + " references");
        }
        requireMethod(parts.get(1), methodUri);
        return new ReadSignature(
                signature,
                signedInfo,
                prefixes("canonicalization", parts.get(0)),
                references(parts.subList(2, parts.size())),
                TokenReference.readKeyInfo(children.get(2)),
                Refusal.base64("a SignatureValue", children.get(1)));
    }

    private static void requireMethod(ReceivedElement method, String uri) {
        Refusal.requireAlgorithm("signature", method, uri);
        if (!method.elements().isEmpty()) {
            throw Refusal.algorithm("signature parameter", "HMACOutputLength or another", "none");
        }
    }

    private List<Reference> references(List<ReceivedElement> elements) {
        var references = new ArrayList<Reference>(elements.size());
        Set<String> ids = new HashSet<>();
        for (ReceivedElement element : elements) {
            Reference reference = reference(element);
            if (!ids.add(reference.id())) {
                throw Refusal.malformed("a signature covers the same part twice", "each part once");
            }
            references.add(reference);
        }
        return references;
    }

    private Reference reference(ReceivedElement reference) {
        String uri = reference.attribute("", "URI");
        List<ReceivedElement> children = reference.elements();
        if (!reference.is(Namespaces.SIGNATURE, "Reference") || !uri.startsWith("#") || uri.length() == 1) {
            throw Refusal.malformed("a signature over '" + uri + "'", "references to ids of this message");
        }
        if (children.size() != 3
                || !children.get(0).is(Namespaces.SIGNATURE, "Transforms")
                || !children.get(1).is(Namespaces.SIGNATURE, "DigestMethod")
                || !children.get(2).is(Namespaces.SIGNATURE, "DigestValue")) {
            throw Refusal.malformed(
                    "a signature reference of another form", "Transforms, DigestMethod and DigestValue");
        }
        List<ReceivedElement> transforms = children.get(0).elements();
        if (transforms.size() != 1) {
            throw Refusal.malformed("a signature reference with " + transforms.size() + " transforms", "one");
        }
        Refusal.requireAlgorithm("digest", children.get(1), suite.digestUri());
        return new Reference(
                uri.substring(1),
                prefixes("transform", transforms.get(0)),
                Refusal.base64("a DigestValue", children.get(2)));
    }

    /** Interop: WCF never sends a prefix list and accepts one. A long one would make canonicalization costly. */
    private static String prefixes(String use, ReceivedElement method) {
        Refusal.requireAlgorithm(use, method, AlgorithmSuite.EXCLUSIVE_C14N);
        List<ReceivedElement> parameters = method.elements();
        if (parameters.isEmpty()) {
            return "";
        }
        String prefixes = parameters.get(0).attribute("", "PrefixList");
        if (parameters.size() > 1
                || !parameters.get(0).is(AlgorithmSuite.EXCLUSIVE_C14N, "InclusiveNamespaces")
                || prefixes.length() > LONGEST_PREFIX_LIST) {
            throw Refusal.algorithm(use + " parameter", "another", "none, or a short InclusiveNamespaces");
        }
        return prefixes;
    }

    /**
     * A signature of the required form; its value is not verified yet.
     *
     * @param prefixes those that the canonical form of the signed info treats inclusively
     */
    record ReadSignature(
            ReceivedElement element,
            ReceivedElement signedInfo,
            String prefixes,
            List<Reference> references,
            TokenReference key,
            byte[] value) {
        /** Returns the value in canonical base64, so that equal values are equal texts. */
        String valueText() {
            return Base64.getEncoder().encodeToString(value);
        }
    }

    /**
     * A reference of a signature to a part that it covers.
     *
     * @param prefixes those that the canonical form of the part treats inclusively
     */
    record Reference(String id, String prefixes, byte[] digest) {}
}

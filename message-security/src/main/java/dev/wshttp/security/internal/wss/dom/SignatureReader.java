// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.Base64;
import java.util.List;
import org.w3c.dom.Element;

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
    ReadSignature read(Element signature, String methodUri) {
        HeaderSchema.require(signature);
        List<Element> children = Elements.children(signature);
        if (!Elements.is(signature, Namespaces.SIGNATURE, "Signature")
                || children.size() != 3
                || !Elements.is(children.get(0), Namespaces.SIGNATURE, "SignedInfo")
                || !Elements.is(children.get(1), Namespaces.SIGNATURE, "SignatureValue")) {
            throw Refusal.malformed(
                    "'" + signature.getLocalName() + "' with " + children.size() + " children",
                    "a Signature of SignedInfo, SignatureValue and KeyInfo");
        }
        Element signedInfo = children.get(0);
        List<Element> parts = Elements.children(signedInfo);
        if (parts.size() < 3
                || parts.size() > MOST_REFERENCES + 2
                || !Elements.is(parts.get(0), Namespaces.SIGNATURE, "CanonicalizationMethod")
                || !Elements.is(parts.get(1), Namespaces.SIGNATURE, "SignatureMethod")) {
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
                Refusal.base64("a SignatureValue", Elements.text(children.get(1))));
    }

    private static void requireMethod(Element method, String uri) {
        Refusal.requireAlgorithm("signature", method, uri);
        if (!Elements.children(method).isEmpty()) {
            throw Refusal.algorithm("signature parameter", "HMACOutputLength or another", "none");
        }
    }

    private List<Reference> references(List<Element> elements) {
        List<Reference> references = elements.stream().map(this::reference).toList();
        if (references.stream().map(Reference::id).distinct().count() < references.size()) {
            throw Refusal.malformed("a signature covers the same part twice", "each part once");
        }
        return references;
    }

    private Reference reference(Element reference) {
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
        Refusal.requireAlgorithm("digest", children.get(1), suite.digestUri());
        return new Reference(
                uri.substring(1),
                prefixes("transform", transforms.get(0)),
                Refusal.base64("a DigestValue", Elements.text(children.get(2))));
    }

    /** Interop: WCF never sends a prefix list and accepts one. A long one would make canonicalization costly. */
    private static String prefixes(String use, Element method) {
        Refusal.requireAlgorithm(use, method, AlgorithmSuite.EXCLUSIVE_C14N);
        List<Element> parameters = Elements.children(method);
        if (parameters.isEmpty()) {
            return "";
        }
        String prefixes = parameters.get(0).getAttributeNS(null, "PrefixList");
        if (parameters.size() > 1
                || !Elements.is(parameters.get(0), AlgorithmSuite.EXCLUSIVE_C14N, "InclusiveNamespaces")
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
            Element element,
            Element signedInfo,
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

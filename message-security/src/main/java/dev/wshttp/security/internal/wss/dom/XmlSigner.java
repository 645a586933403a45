// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Makes XML signatures with the algorithms of one suite. Safe for use by several threads: it lends each of its algorithm
 * objects to one thread at a time.
 *
 * <p>WSS4J's own signature builders derive a new key in every message and add ids that WCF does not send. This class calls
 * the XML Signature implementation of Apache Santuario directly.
 */
final class XmlSigner {
    private final AlgorithmSuite suite;
    private final Queue<Algorithms> idle = new ConcurrentLinkedQueue<>();

    XmlSigner(AlgorithmSuite suite) {
        this.suite = suite;
    }

    /** Signs with an HMAC and appends the signature to the security header. */
    Element appendSymmetric(Element header, Key key, List<Element> parts, Element keyReference, @Nullable String id) {
        return append(header, key, parts, keyReference, id, suite.symmetricSignatureUri());
    }

    /** Signs with an RSA key and appends the signature to the security header. */
    Element appendAsymmetric(Element header, Key key, List<Element> parts, Element keyReference) {
        return append(header, key, parts, keyReference, null, suite.asymmetricSignatureUri());
    }

    private Element append(
            Element header, Key key, List<Element> parts, Element keyReference, @Nullable String id, String methodUri) {
        Algorithms lent = idle.poll();
        Algorithms algorithms = lent == null ? new Algorithms(suite) : lent;
        var context = new DOMSignContext(key, header);
        parts.forEach(part -> context.setIdAttributeNS(part, idNamespace(part), "Id"));
        try {
            algorithms
                    .factory
                    .newXMLSignature(
                            algorithms.signedInfo(parts, methodUri), algorithms.keyInfo(keyReference), null, id, null)
                    .sign(context);
            return (Element) header.getLastChild();
        } catch (MarshalException | XMLSignatureException refused) {
            throw new IllegalStateException("A message of this side cannot be signed", refused);
        } finally {
            idle.add(algorithms);
        }
    }

    private static @Nullable String idNamespace(Element part) {
        return part.hasAttributeNS(Namespaces.UTILITY, "Id") ? Namespaces.UTILITY : null;
    }

    /** The algorithm objects of a suite, for one thread at a time. */
    private static final class Algorithms {
        private final XMLSignatureFactory factory;
        private final CanonicalizationMethod canonicalization;
        private final List<Transform> transforms;
        private final DigestMethod digest;
        private final SignatureMethod symmetric;
        private final SignatureMethod asymmetric;

        Algorithms(AlgorithmSuite suite) {
            try {
                factory = XMLSignatureFactory.getInstance("DOM", "ApacheXMLDSig");
                canonicalization = factory.newCanonicalizationMethod(
                        AlgorithmSuite.EXCLUSIVE_C14N, (C14NMethodParameterSpec) null);
                transforms =
                        List.of(factory.newTransform(AlgorithmSuite.EXCLUSIVE_C14N, (TransformParameterSpec) null));
                digest = factory.newDigestMethod(suite.digestUri(), null);
                symmetric = factory.newSignatureMethod(suite.symmetricSignatureUri(), null);
                asymmetric = factory.newSignatureMethod(suite.asymmetricSignatureUri(), null);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("Santuario's provider for XML Signature is not registered", missing);
            }
        }

        SignedInfo signedInfo(List<Element> parts, String methodUri) {
            SignatureMethod method = methodUri.equals(symmetric.getAlgorithm()) ? symmetric : asymmetric;
            return factory.newSignedInfo(
                    canonicalization,
                    method,
                    parts.stream().map(this::reference).toList());
        }

        KeyInfo keyInfo(Element keyReference) {
            return factory.getKeyInfoFactory().newKeyInfo(List.of(new DOMStructure(keyReference)));
        }

        private Reference reference(Element part) {
            return factory.newReference("#" + new DomElement(part).id(), digest, transforms, null, null);
        }
    }
}

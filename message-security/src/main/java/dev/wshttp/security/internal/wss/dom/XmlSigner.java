// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Makes XML signatures with the algorithms of one suite. The algorithm objects are made once. Safe for use by several threads.
 *
 * <p>WSS4J's own signature builders derive a new key in every message and add ids that WCF does not send; the XML Signature
 * implementation that they stand on, Apache Santuario's, is called directly.
 */
final class XmlSigner {
    private final XMLSignatureFactory factory;
    private final CanonicalizationMethod canonicalization;
    private final List<Transform> transforms;
    private final DigestMethod digest;
    private final SignatureMethod symmetric;
    private final SignatureMethod asymmetric;

    XmlSigner(AlgorithmSuite suite) {
        try {
            factory = XMLSignatureFactory.getInstance("DOM", "ApacheXMLDSig");
            canonicalization =
                    factory.newCanonicalizationMethod(AlgorithmSuite.EXCLUSIVE_C14N, (C14NMethodParameterSpec) null);
            transforms = List.of(factory.newTransform(AlgorithmSuite.EXCLUSIVE_C14N, (TransformParameterSpec) null));
            digest = factory.newDigestMethod(suite.digestUri(), null);
            symmetric = factory.newSignatureMethod(suite.symmetricSignatureUri(), null);
            asymmetric = factory.newSignatureMethod(suite.asymmetricSignatureUri(), null);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Santuario's provider for XML Signature is not registered", missing);
        }
    }

    /** Signs with an HMAC and appends the signature to the security header. */
    Element appendSymmetric(Element header, Key key, List<Element> parts, Element keyReference, @Nullable String id) {
        return append(header, key, parts, keyReference, id, symmetric);
    }

    /** Signs with an RSA key and appends the signature to the security header. */
    Element appendAsymmetric(Element header, Key key, List<Element> parts, Element keyReference) {
        return append(header, key, parts, keyReference, null, asymmetric);
    }

    private Element append(
            Element header,
            Key key,
            List<Element> parts,
            Element keyReference,
            @Nullable String id,
            SignatureMethod method) {
        List<Reference> references = parts.stream().map(this::reference).toList();
        var keyInfo = factory.getKeyInfoFactory().newKeyInfo(List.of(new DOMStructure(keyReference)));
        XMLSignature signature = factory.newXMLSignature(
                factory.newSignedInfo(canonicalization, method, references), keyInfo, null, id, null);
        var context = new DOMSignContext(key, header);
        parts.forEach(part -> context.setIdAttributeNS(part, idNamespace(part), "Id"));
        try {
            signature.sign(context);
            return (Element) header.getLastChild();
        } catch (MarshalException | XMLSignatureException refused) {
            throw new IllegalStateException("A message of this side cannot be signed", refused);
        }
    }

    private Reference reference(Element part) {
        return factory.newReference("#" + Elements.id(part), digest, transforms, null, null);
    }

    private static @Nullable String idNamespace(Element part) {
        return part.hasAttributeNS(Namespaces.UTILITY, "Id") ? Namespaces.UTILITY : null;
    }
}

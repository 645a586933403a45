// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import javax.crypto.spec.SecretKeySpec;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WsuIdAllocator;
import org.apache.wss4j.dom.message.Encryptor;
import org.apache.xml.security.algorithms.JCEMapper;
import org.apache.xml.security.keys.KeyInfo;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Replaces elements, or their content, by {@code xenc:EncryptedData}, with WSS4J. Safe for use by several threads. */
final class XmlEncryptor {
    private final AlgorithmSuite suite;

    XmlEncryptor(AlgorithmSuite suite) {
        this.suite = suite;
    }

    /**
     * Encrypts parts in the order given.
     *
     * @param keyReference the reference to the derived key token; copied into each part
     */
    void encrypt(byte[] key, Element keyReference, List<Part> parts) {
        var keyInfo = new KeyInfo(keyReference.getOwnerDocument());
        keyInfo.getElement().setAttributeNS(Namespaces.XMLNS, "xmlns:ds", Namespaces.SIGNATURE);
        keyInfo.addUnknownElement(keyReference);
        var encryptor = new Encryptor();
        encryptor.setDoc(keyReference.getOwnerDocument());
        encryptor.setIdAllocator(
                new GivenIds(new ArrayDeque<>(parts.stream().map(Part::id).toList())));
        try {
            encryptor.doEncryption(
                    keyInfo,
                    new SecretKeySpec(key, JCEMapper.getJCEKeyAlgorithmFromURI(suite.encryptionUri())),
                    suite.encryptionUri(),
                    parts.stream().map(XmlEncryptor::wss4jPart).toList(),
                    new ArrayList<>());
        } catch (WSSecurityException refused) {
            throw new IllegalStateException("A message of this side cannot be encrypted", refused);
        }
    }

    private static WSEncryptionPart wss4jPart(Part part) {
        Element element = part.element();
        var wanted = new WSEncryptionPart(element.getLocalName(), element.getNamespaceURI(), part.modifier());
        wanted.setElement(element);
        return wanted;
    }

    /**
     * An element to encrypt, or whose content to encrypt.
     *
     * @param id of the encrypted data that takes its place
     * @param modifier {@code Element} or {@code Content}
     */
    record Part(Element element, String id, String modifier) {
        static Part element(Element element, String id) {
            return new Part(element, id, "Element");
        }

        static Part content(Element element, String id) {
            return new Part(element, id, "Content");
        }
    }

    /** Makes WSS4J use the ids that the caller chose. */
    private record GivenIds(Queue<String> ids) implements WsuIdAllocator {
        @Override
        public String createId(String prefix, @Nullable Object element) {
            return ids.remove();
        }

        @Override
        public String createSecureId(String prefix, @Nullable Object element) {
            return ids.remove();
        }
    }
}

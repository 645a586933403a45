// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.proof.DerivedKeyReader.DerivedKeyToken;
import java.util.List;
import java.util.Set;

/**
 * Reads encrypted elements without decrypting them, and requires the one form that this protocol has (XML Encryption, section 3).
 *
 * @param suite names the only algorithms
 * @param keys the derived key tokens that an encrypted part may name
 */
record EncryptedParts(AlgorithmSuite suite, List<DerivedKeyToken> keys) {
    /**
     * Reads an {@code xenc:EncryptedData}: value in place, key by reference.
     *
     * @param type the required value of the Type attribute
     */
    EncryptedPart read(ReceivedElement data, String type) {
        return read(data, Set.of(type));
    }

    /**
     * Reads an {@code xenc:EncryptedData}: value in place, key by reference.
     *
     * @param types the accepted values of the Type attribute; an empty one stands for none
     */
    EncryptedPart read(ReceivedElement data, Set<String> types) {
        List<ReceivedElement> children = data.elements();
        if (!types.contains(data.attribute("", "Type"))
                || children.size() != 3
                || !children.get(0).is(Namespaces.ENCRYPTION, "EncryptionMethod")) {
            throw Refusal.malformed(
                    "an EncryptedData of another form or type",
                    "method, key info and value of type " + String.join(" or ", types));
        }
        Refusal.requireAlgorithm("data encryption", children.get(0), suite.encryptionUri());
        requireNoChildren(children.get(0));
        if (!(TokenReference.readKeyInfo(children.get(1)) instanceof TokenReference.Direct direct)) {
            throw Refusal.malformed(
                    "an EncryptedData whose key is not in this message", "a reference to a DerivedKeyToken");
        }
        DerivedKeyToken key = DerivedKeyToken.named(direct.id(), keys);
        int bytes = key.derivation().lengthBytes();
        if (bytes != suite.encryptionKeyBytes()) {
            throw Refusal.algorithm("derived encryption key", bytes + " bytes", suite.encryptionKeyBytes() + " bytes");
        }
        return new EncryptedPart(
                data, Refusal.base64("encrypted data", cipherValue(children.get(2))), key, suite.blockBytes());
    }

    /** Requires the form of {@code xenc:EncryptedKey} that carries the message key, and reads it. */
    static EncryptedKey readKey(ReceivedElement key, String algorithm) {
        List<ReceivedElement> children = key.elements();
        if (children.size() != 3 || !children.get(0).is(Namespaces.ENCRYPTION, "EncryptionMethod")) {
            throw Refusal.malformed(
                    "an EncryptedKey of another form", "method, key info and value, and no ReferenceList");
        }
        Refusal.requireAlgorithm("key transport", children.get(0), algorithm);
        // Interop: a missing DigestMethod means SHA-1, which is what WCF writes and the only thing it accepts.
        for (ReceivedElement detail : children.get(0).elements()) {
            if (!detail.is(Namespaces.SIGNATURE, "DigestMethod")) {
                throw Refusal.algorithm("key transport parameter", detail.localName(), "DigestMethod");
            }
            Refusal.requireAlgorithm("digest of the key transport", detail, Namespaces.SIGNATURE + "sha1");
        }
        return new EncryptedKey(
                key.id(),
                TokenReference.readKeyInfo(children.get(1)),
                Refusal.base64("an encrypted key", cipherValue(children.get(2))));
    }

    private static ReceivedElement cipherValue(ReceivedElement cipherData) {
        List<ReceivedElement> values = cipherData.elements();
        if (!cipherData.is(Namespaces.ENCRYPTION, "CipherData")
                || values.size() != 1
                || !values.get(0).is(Namespaces.ENCRYPTION, "CipherValue")) {
            // A CipherReference would make this side fetch what an attacker names.
            throw Refusal.malformed("encrypted octets that are not in place", "CipherData with one CipherValue");
        }
        requireNoChildren(values.get(0));
        return values.get(0);
    }

    private static void requireNoChildren(ReceivedElement element) {
        if (!element.elements().isEmpty()) {
            throw Refusal.malformed("children in '" + element.localName() + "'", "none");
        }
    }

    /**
     * An encrypted key as it was read.
     *
     * @param recipient the certificate that it is encrypted for
     * @param octets the encrypted secret
     */
    record EncryptedKey(String id, TokenReference recipient, byte[] octets) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.wss.dom.SignatureReader.ReadSignature;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import javax.crypto.Mac;
import org.w3c.dom.Element;

/**
 * Computes the values of signatures and digests. Each computation processes a given number of bytes at least: it adds filler to a shorter
 * canonical form, so that equal sizes on the wire mean equal work. For one message.
 *
 * @param ciphers the algorithms of the suite
 * @param forms makes the canonical forms
 * @param doubts collects the missing canonical forms
 */
record SignatureChecks(CipherSuite ciphers, CanonicalForms forms, Doubts doubts) {
    private static final byte[] NONE = {};

    boolean hmac(ReadSignature signature, byte[] key, int workBytes) {
        byte[] signed = canonicalForm(signature.signedInfo(), signature.prefixes());
        Mac mac = ciphers.hmac(key);
        byte[] value = mac.doFinal(signed);
        mac.doFinal(filler(workBytes, signed.length));
        return MessageDigest.isEqual(value, signature.value());
    }

    boolean rsa(ReadSignature signature, PublicKey key) {
        byte[] signed = canonicalForm(signature.signedInfo(), signature.prefixes());
        try {
            Signature rsa = ciphers.rsa(key);
            rsa.update(signed);
            return rsa.verify(signature.value());
        } catch (SignatureException noSignature) {
            return false;
        }
    }

    /** Returns the digest of a part. */
    byte[] digest(Element part, String prefixes, int workBytes) {
        return digest(canonicalForm(part, prefixes), workBytes);
    }

    /** Returns the canonical form of a part; if it has none or a too large one, adds a doubt and returns nothing. */
    byte[] canonicalForm(Element part, String prefixes) {
        byte[] form = doubts.attempt(() -> forms.of(part, prefixes));
        return form == null ? NONE : form;
    }

    /** Returns the digest of octets that are the canonical form of a part. */
    byte[] digest(byte[] canonicalForm, int workBytes) {
        MessageDigest digest = ciphers.digest();
        byte[] value = digest.digest(canonicalForm);
        digest.digest(filler(workBytes, canonicalForm.length));
        return value;
    }

    private static byte[] filler(int workBytes, int doneBytes) {
        return new byte[Math.max(0, workBytes - doneBytes)];
    }
}

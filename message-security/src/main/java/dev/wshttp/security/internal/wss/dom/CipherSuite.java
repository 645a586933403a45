// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's algorithms of one suite, as prepared objects. Safe for use by several threads; its results are not. */
final class CipherSuite {
    /** The block and the vector of AES, which every suite uses. */
    static final int BLOCK_BYTES = 16;

    private final boolean sha256;

    CipherSuite(AlgorithmSuite suite) {
        this.sha256 = suite.digestUri().equals(Namespaces.ENCRYPTION + "sha256");
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(sha256 ? "SHA-256" : "SHA-1");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has this digest", impossible);
        }
    }

    Mac hmac(byte[] key) {
        String name = sha256 ? "HmacSHA256" : "HmacSHA1";
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has this HMAC", impossible);
        }
    }

    Signature rsa(PublicKey key) {
        try {
            Signature rsa = Signature.getInstance(sha256 ? "SHA256withRSA" : "SHA1withRSA");
            rsa.initVerify(key);
            return rsa;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK verifies with an RSA key that was accepted", impossible);
        }
    }

    /**
     * Decrypts with AES in CBC mode, and leaves the padding where it is.
     *
     * @param octets the vector, then whole blocks
     */
    byte[] decrypt(byte[] octets, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(octets, 0, BLOCK_BYTES));
            return cipher.doFinal(octets, BLOCK_BYTES, octets.length - BLOCK_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK decrypts whole blocks with AES", impossible);
        }
    }
}

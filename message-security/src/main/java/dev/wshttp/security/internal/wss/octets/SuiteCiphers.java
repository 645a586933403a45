// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The algorithms of one suite, as objects that one message uses from its beginning to its end. For one thread at a time. */
final class SuiteCiphers {
    static final int BLOCK_BYTES = 16;

    private final MessageDigest digest;
    private final Mac mac;
    private final String macName;
    private final String rsaName;
    private final Cipher cipher;

    SuiteCiphers(AlgorithmSuite suite) {
        boolean sha256 = suite.digestUri().equals(Namespaces.ENCRYPTION + "sha256");
        try {
            this.digest = MessageDigest.getInstance(sha256 ? "SHA-256" : "SHA-1");
            this.macName = sha256 ? "HmacSHA256" : "HmacSHA1";
            this.mac = Mac.getInstance(macName);
            this.rsaName = sha256 ? "SHA256withRSA" : "SHA1withRSA";
            this.cipher = Cipher.getInstance("AES/CBC/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has the algorithms of the suites", impossible);
        }
    }

    byte[] digest(byte[] octets, int length) {
        digest.update(octets, 0, length);
        return digest.digest();
    }

    byte[] hmac(byte[] key, byte[] octets, int length) {
        try {
            mac.init(new SecretKeySpec(key, macName));
            mac.update(octets, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has this HMAC", impossible);
        }
    }

    byte[] sign(PrivateKey key, byte[] octets, int length) {
        try {
            // A key may belong to another provider than the JDK's: the name finds it.
            Signature rsa = Signature.getInstance(rsaName);
            rsa.initSign(key);
            rsa.update(octets, 0, length);
            return rsa.sign();
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("The private key does not sign with " + rsaName, refused);
        }
    }

    /** Returns vector and ciphertext; the last octet of the plaintext's padding tells its length (XML Encryption, section 5.2). */
    byte[] encrypt(byte[] key, byte[] octets, int length, SecureRandom random) {
        int padding = BLOCK_BYTES - length % BLOCK_BYTES;
        byte[] result = new byte[BLOCK_BYTES + length + padding];
        byte[] vector = new byte[BLOCK_BYTES];
        random.nextBytes(vector);
        System.arraycopy(vector, 0, result, 0, BLOCK_BYTES);
        System.arraycopy(octets, 0, result, BLOCK_BYTES, length);
        result[result.length - 1] = (byte) padding;
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
            cipher.doFinal(result, BLOCK_BYTES, length + padding, result, BLOCK_BYTES);
            return result;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK encrypts whole blocks with AES", impossible);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Carries a secret to the holder of an RSA key (XML Encryption, section 5.4): OAEP with SHA-1 in every suite, or PKCS#1 1.5 where the
 * suite says so. Safe for use by several threads.
 */
public final class KeyTransport {
    private static final AlgorithmParameterSpec OAEP_SHA1 =
            new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
    private static final String REJECTION = "HmacSHA256";

    private final AlgorithmSuite suite;
    private final SecureRandom random;
    private final SecretKey rejectionKey;

    public KeyTransport(AlgorithmSuite suite, SecureRandom random) {
        this.suite = suite;
        this.random = random;
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        this.rejectionKey = new SecretKeySpec(octets, REJECTION);
    }

    /** Encrypts a secret for the owner of a certificate. */
    public byte[] wrap(SharedSecret secret, X509Certificate recipient) {
        try {
            if (suite.isRsaOaep()) {
                Cipher cipher = oaep();
                cipher.init(Cipher.ENCRYPT_MODE, recipient.getPublicKey(), OAEP_SHA1, random);
                return cipher.doFinal(secret.octets());
            }
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, recipient.getPublicKey(), random);
            return cipher.doFinal(secret.octets());
        } catch (GeneralSecurityException refused) {
            throw new IllegalArgumentException("The RSA key of the certificate cannot encrypt", refused);
        }
    }

    /**
     * Decrypts a secret. Returns a secret that only this side can compute from the octets if decryption fails or yields another length: what it
     * protects then fails like any changed message, so an attacker cannot tell the two apart (RFC 3218, section 2.3). Under PKCS#1 1.5 it takes the same time in both cases.
     */
    public SharedSecret unwrap(byte[] octets, PrivateKey key) {
        byte[] rejection = Arrays.copyOf(rejection(octets), suite.secretBytes());
        try {
            if (!suite.isRsaOaep()) {
                return SharedSecret.of(unwrappedPkcs1(octets, key, rejection));
            }
            Cipher cipher = oaep();
            cipher.init(Cipher.DECRYPT_MODE, key, OAEP_SHA1);
            byte[] opened = cipher.doFinal(octets);
            return SharedSecret.of(opened.length == suite.secretBytes() ? opened : rejection);
        } catch (GeneralSecurityException undecryptable) {
            return SharedSecret.of(rejection);
        }
    }

    /**
     * RFC 8017, section 7.2.2: {@code 00 02}, at least eight octets other than zero, {@code 00}, and the secret, whose length is known. Without
     * branches that depend on what was decrypted.
     */
    private byte[] unwrappedPkcs1(byte[] octets, PrivateKey key, byte[] rejection) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key);
        byte[] encoded = cipher.doFinal(octets);
        int start = encoded.length - suite.secretBytes();
        int wrong = encoded[0] | (encoded[1] ^ 2) | encoded[start - 1];
        for (int i = 2; i < start - 1; i++) {
            wrong |= zeroMask(encoded[i]);
        }
        int reject = ~zeroMask(wrong);
        byte[] secret = new byte[suite.secretBytes()];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) ((encoded[start + i] & ~reject) | (rejection[i] & reject));
        }
        return secret;
    }

    /** Returns all ones if the lowest octet is zero, otherwise all zeros, without a branch. */
    private static int zeroMask(int value) {
        return ((value & 0xFF) - 1) >> (Integer.SIZE - 1);
    }

    private byte[] rejection(byte[] octets) {
        try {
            Mac mac = Mac.getInstance(REJECTION);
            mac.init(rejectionKey);
            return mac.doFinal(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HmacSHA256", impossible);
        }
    }

    private static Cipher oaep() throws GeneralSecurityException {
        return Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    }
}

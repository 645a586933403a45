// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/**
 * Carries a secret to the holder of an RSA key (XML Encryption, section 5.4): OAEP with SHA-1 in every suite, or PKCS#1 1.5 where the
 * suite says so. Safe for use by several threads.
 */
public final class KeyTransport {
    private static final AlgorithmParameterSpec OAEP_SHA1 =
            new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);

    private final AlgorithmSuite suite;
    private final SecureRandom random;

    public KeyTransport(AlgorithmSuite suite, SecureRandom random) {
        this.suite = suite;
        this.random = random;
    }

    /** Encrypts a secret for the owner of a certificate. */
    public byte[] wrap(SharedSecret secret, X509Certificate recipient) {
        try {
            Cipher cipher = cipher();
            cipher.init(Cipher.ENCRYPT_MODE, recipient.getPublicKey(), parameters(), random);
            return cipher.doFinal(secret.octets());
        } catch (GeneralSecurityException refused) {
            throw new IllegalArgumentException("The RSA key of the certificate cannot encrypt", refused);
        }
    }

    /**
     * Decrypts a secret. Octets that do not decrypt, or to another size, give a random secret: what it protects then fails like any
     * changed message, and nobody learns from the answer which of the two it was (RFC 3218, section 2.3).
     */
    public SharedSecret unwrap(byte[] octets, PrivateKey key) {
        SharedSecret substitute = SharedSecret.random(random, suite.secretBytes());
        try {
            Cipher cipher = cipher();
            cipher.init(Cipher.DECRYPT_MODE, key, parameters());
            byte[] opened = cipher.doFinal(octets);
            return opened.length == suite.secretBytes() ? SharedSecret.of(opened) : substitute;
        } catch (GeneralSecurityException undecryptable) {
            return substitute;
        }
    }

    private Cipher cipher() throws GeneralSecurityException {
        return Cipher.getInstance(suite.isRsaOaep() ? "RSA/ECB/OAEPWithSHA-1AndMGF1Padding" : "RSA/ECB/PKCS1Padding");
    }

    private @Nullable AlgorithmParameterSpec parameters() {
        return suite.isRsaOaep() ? OAEP_SHA1 : null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
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
     * protects then fails like any changed message, so an attacker cannot tell the two apart (RFC 3218, section 2.3). Where this class removes the
     * padding, it takes the same time in both cases.
     *
     * @param key a key that {@link #requireDecrypts} accepted
     */
    public SharedSecret unwrap(byte[] octets, PrivateKey key) {
        byte[] rejection = Arrays.copyOf(rejection(octets), suite.secretBytes());
        try {
            return SharedSecret.of(unwrapped(octets, key, rejection));
        } catch (GeneralSecurityException undecryptable) {
            return SharedSecret.of(rejection);
        }
    }

    private byte[] unwrapped(byte[] octets, PrivateKey key, byte[] rejection) throws GeneralSecurityException {
        if (!suite.isRsaOaep()) {
            return new EncodedSecret(raw(octets, key), rejection).ofPkcs1();
        }
        Cipher cipher = oaep();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, OAEP_SHA1);
        } catch (InvalidKeyException withoutOaep) {
            // The key is in hardware (PKCS#11), for which the JDK's provider has no OAEP.
            return new EncodedSecret(raw(octets, key), rejection).ofOaep();
        }
        byte[] opened = cipher.doFinal(octets);
        return opened.length == suite.secretBytes() ? opened : rejection;
    }

    private static byte[] raw(byte[] octets, PrivateKey key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key);
        byte[] encoded = cipher.doFinal(octets);
        // RFC 8017, sections 7.1.2 and 7.2.2: both are as long as the modulus. The length depends on what was sent
        // only.
        if (encoded.length != octets.length) {
            throw new BadPaddingException(octets.length + " octets became " + encoded.length);
        }
        return encoded;
    }

    /**
     * Checks, with a secret of its own, that the key of a certificate decrypts. Not every key of another provider can.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it does not
     */
    public void requireDecrypts(PrivateKey key, X509Certificate recipient) {
        var secret = SharedSecret.random(random, suite.secretBytes());
        var opened = unwrap(wrap(secret, recipient), key);
        if (!MessageDigest.isEqual(secret.octets(), opened.octets())) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The private key of '" + recipient.getSubjectX500Principal()
                            + "' does not decrypt what clients encrypt for it (expected "
                            + (suite.isRsaOaep()
                                    ? "RSA-OAEP with SHA-1, or RSA without padding"
                                    : "RSA without padding")
                            + ", by the provider of the key or another one). Permit the key to decrypt, use a provider with these operations or a"
                            + " key in a file, or negotiate the service's certificate, for which the key only signs.");
        }
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

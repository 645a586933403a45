// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.util.List;

/** Makes RSA key pairs of the sizes that WCF and today's practice both accept. */
public final class RsaKeys {

    /** The smallest accepted modulus, in bits. */
    public static final int MINIMUM_BITS = 2048;

    /** The largest modulus that every WCF algorithm suite accepts, in bits. */
    public static final int MAXIMUM_BITS = 4096;

    private static final List<Integer> SIZES_BITS = List.of(MINIMUM_BITS, 3072, MAXIMUM_BITS);

    private RsaKeys() {}

    /**
     * Makes a new key pair.
     *
     * @param keySizeBits 2048, 3072 or 4096
     * @throws IllegalArgumentException for any other size
     */
    public static KeyPair generate(int keySizeBits, SecureRandom random) {
        if (!SIZES_BITS.contains(keySizeBits)) {
            throw new IllegalArgumentException(
                    "An RSA key of '" + keySizeBits + "' bits was requested (expected: one of " + SIZES_BITS
                            + "). Use 2048 unless a policy requires more.");
        }
        return generateAnySize(keySizeBits, random);
    }

    /** Makes a key pair that may be too weak; for tests that expect a refusal. */
    static KeyPair generateAnySize(int keySizeBits, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(keySizeBits, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    /** Returns the modulus length in bits, or 0 if the key is not an RSA key. */
    static int sizeBits(PublicKey key) {
        return key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : 0;
    }

    static void requireStrong(PublicKey key) {
        var bits = sizeBits(key);
        if (bits < MINIMUM_BITS || bits > MAXIMUM_BITS) {
            throw new CertificateTrustException("The key to certify is '" + key.getAlgorithm() + "' with '" + bits
                    + "' bits (expected: RSA with 2048 to 4096 bits). Make a new key pair.");
        }
    }
}

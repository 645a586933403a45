// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.regex.Pattern;

/** Makes RSA key pairs of the sizes that WCF and today's practice both accept. */
public final class RsaKeys {

    /** The smallest accepted modulus, in bits. */
    public static final int MINIMUM_BITS = 2048;

    /** The largest modulus that every WCF algorithm suite accepts, in bits. */
    public static final int MAXIMUM_BITS = 4096;

    private static final List<Integer> SIZES_BITS = List.of(MINIMUM_BITS, 3072, MAXIMUM_BITS);

    private static final Pattern CURVE = Pattern.compile("[A-Za-z][A-Za-z0-9.-]+");

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

    /** Returns the length of an RSA modulus, or of the field of an elliptic curve, in bits; 0 for another key. */
    static int sizeBits(Key key) {
        if (key instanceof ECKey ec) {
            return ec.getParams().getCurve().getField().getFieldSize();
        }
        return key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : 0;
    }

    /** Returns algorithm and size, such as {@code RSA 2048 bits} or {@code EC secp256r1, 256 bits}. */
    static String describe(Key key) {
        if (key instanceof ECKey ec) {
            var curve = CURVE.matcher(String.valueOf(ec.getParams()));
            return "EC " + (curve.find() ? curve.group() + ", " : "")
                    + ec.getParams().getCurve().getField().getFieldSize() + " bits";
        }
        if (key instanceof DSAKey dsa) {
            return "DSA "
                    + (dsa.getParams() == null ? "" : dsa.getParams().getP().bitLength() + " bits");
        }
        return key instanceof RSAKey ? "RSA " + sizeBits(key) + " bits" : key.getAlgorithm();
    }

    static void requireStrong(PublicKey key) {
        var bits = key instanceof RSAKey ? sizeBits(key) : 0;
        if (bits < MINIMUM_BITS || bits > MAXIMUM_BITS) {
            throw new CertificateTrustException("The key to certify is '" + key.getAlgorithm() + "' with '"
                    + sizeBits(key) + "' bits (expected: RSA with 2048 to 4096 bits). Make a new key pair.");
        }
    }
}

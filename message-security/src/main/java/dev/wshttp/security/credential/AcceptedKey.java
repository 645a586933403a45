// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;

/** The rule about the public keys of certificates: RSA, of a size that is neither weak nor costly. */
final class AcceptedKey {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;
    private static final int MOST_EXPONENT_BITS = 33;

    private AcceptedKey() {}

    static void require(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (!(key instanceof RSAPublicKey rsa)) {
            throw refused(certificate, key.getAlgorithm());
        }
        int bits = rsa.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw refused(certificate, "RSA, " + bits + " bits");
        }
        int exponentBits = rsa.getPublicExponent().bitLength();
        if (exponentBits > MOST_EXPONENT_BITS) {
            throw refused(certificate, "RSA, " + bits + " bits, with an exponent of " + exponentBits + " bits");
        }
    }

    private static MessageSecurityException refused(X509Certificate certificate, String found) {
        return new MessageSecurityException(
                SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED,
                "The certificate '" + certificate.getSubjectX500Principal() + "' (" + Thumbprint.of(certificate)
                        + ") has the key '" + found + "' (expected RSA with " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS
                        + " bits and an exponent of at most " + MOST_EXPONENT_BITS
                        + " bits). Issue a certificate for a new key.");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;

/** Which public keys are used at all. Asked before any computation with a stranger's key, which could be made costly. */
public final class AcceptedKeys {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;

    private AcceptedKeys() {}

    /**
     * Requires an RSA key of 2048 to 4096 bits. WCF accepts 1024 as well, which is no longer safe.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CERTIFICATE_KEY_NOT_ACCEPTED}
     */
    public static void require(X509Certificate certificate) {
        int bits = certificate.getPublicKey() instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength()
                : 0;
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            String found = bits == 0 ? certificate.getPublicKey().getAlgorithm() : "RSA, " + bits + " bits";
            throw new MessageSecurityException(
                    SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED,
                    "The certificate '" + certificate.getSubjectX500Principal() + "' has the key '" + found
                            + "' (expected RSA with " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS
                            + " bits). Issue a certificate for a new key.");
        }
    }
}

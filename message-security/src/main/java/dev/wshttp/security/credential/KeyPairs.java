// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;

/** Checks that a private key and a certificate belong together, so that a mistake shows when files are read and not when a message fails. */
final class KeyPairs {
    private KeyPairs() {}

    static void requireMatch(PrivateKey privateKey, X509Certificate certificate) {
        boolean match = privateKey instanceof RSAKey own
                && certificate.getPublicKey() instanceof RSAPublicKey published
                && own.getModulus().equals(published.getModulus());
        if (!match) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "The private key does not belong to the certificate '" + certificate.getSubjectX500Principal()
                            + "' (expected the RSA key that the certificate names). Give the two files that were made together.");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;

/** Checks that a private key and a certificate belong together, so that a mistake shows when files are read and not when a message fails. */
final class KeyPairs {
    private static final String PROBE = "SHA256withRSA";
    private static final byte[] QUESTION =
            "Does this key belong to the certificate?".getBytes(StandardCharsets.US_ASCII);

    private KeyPairs() {}

    static void requireMatch(PrivateKey privateKey, X509Certificate certificate) {
        requireRsa(privateKey, certificate);
        boolean match = certificate.getPublicKey() instanceof RSAPublicKey published
                && (privateKey instanceof RSAKey own
                        ? own.getModulus().equals(published.getModulus())
                        : signs(privateKey, certificate));
        if (!match) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "The private key does not belong to the certificate '" + certificate.getSubjectX500Principal()
                            + "' (" + Thumbprint.of(certificate)
                            + ") (expected the RSA key that the certificate names). Give the two files that were made together.");
        }
    }

    private static void requireRsa(PrivateKey privateKey, X509Certificate certificate) {
        if (!privateKey.getAlgorithm().equals("RSA")) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "The private key of '" + certificate.getSubjectX500Principal() + "' (" + Thumbprint.of(certificate)
                            + ") cannot be used: it is an '" + privateKey.getAlgorithm()
                            + "' key (expected an RSA key, which WCF's message security needs). Use a certificate for an RSA key.");
        }
    }

    /** Returns whether a key and a certificate have the same RSA modulus. */
    static boolean match(PrivateKey privateKey, X509Certificate certificate) {
        return privateKey instanceof RSAKey own
                && certificate.getPublicKey() instanceof RSAPublicKey published
                && own.getModulus().equals(published.getModulus());
    }

    /** Returns whether a key that does not show its modulus, because it is in hardware, signs what the certificate verifies. */
    private static boolean signs(PrivateKey privateKey, X509Certificate certificate) {
        try {
            Signature signature = Signature.getInstance(PROBE);
            signature.initSign(privateKey);
            signature.update(QUESTION);
            byte[] value = signature.sign();
            Signature verifier = Signature.getInstance(PROBE);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(QUESTION);
            return verifier.verify(value);
        } catch (GeneralSecurityException refused) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "The private key of '" + certificate.getSubjectX500Principal() + "' does not sign with " + PROBE
                            + ": '"
                            + refused.getMessage()
                            + "' (expected an RSA key that this process may use). Install the provider of the key store that it comes from, log in, and"
                            + " permit the key to sign.",
                    refused);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** Computes the hashes by which a certificate is known, in the upper-case hexadecimal form of WCF and Windows. */
final class Thumbprint {

    private Thumbprint() {}

    // Interop: WCF's X509FindType.FindByThumbprint and GetCallerIdentity use SHA-1. It is a name here and protects
    // nothing.
    static String sha1(X509Certificate certificate) {
        return hash("SHA-1", certificate);
    }

    static String sha256(X509Certificate certificate) {
        return hash("SHA-256", certificate);
    }

    private static String hash(String algorithm, X509Certificate certificate) {
        try {
            var digest = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }
}

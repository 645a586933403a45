// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The SHA-1 digest of a certificate's DER form, which WCF and WS-Security 1.1 ({@code #ThumbprintSHA1}) use as the name of a certificate. It
 * proves nothing: no decision about trust depends on it. Immutable and safe for use by several threads.
 *
 * @param hex forty upper-case hexadecimal digits
 */
public record Thumbprint(String hex) {
    /** Computes the thumbprint of a certificate. */
    public static Thumbprint of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return new Thumbprint(HexFormat.of().withUpperCase().formatHex(digest));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has a SHA-1 thumbprint in every JDK", impossible);
        }
    }

    /** Returns the digest in base64, as in a {@code wsse:KeyIdentifier}. */
    public String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Override
    public String toString() {
        return hex;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The SHA-1 of a certificate's DER form, by which WCF and WS-Security 1.1 ({@code #ThumbprintSHA1}) name a certificate. It
 * identifies, it does not prove: trust never rests on it.
 *
 * @param hex forty upper-case hexadecimal digits
 */
public record Thumbprint(String hex) {
    /** The thumbprint of a certificate. */
    public static Thumbprint of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return new Thumbprint(HexFormat.of().withUpperCase().formatHex(digest));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has a SHA-1 thumbprint in every JDK", impossible);
        }
    }

    /** The same octets in base64, as a {@code wsse:KeyIdentifier} carries them. */
    public String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Override
    public String toString() {
        return hex;
    }
}

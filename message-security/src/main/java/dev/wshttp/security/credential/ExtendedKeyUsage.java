// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The purposes for which a certificate was issued (RFC 5280, section 4.2.1.12).
 *
 * @param purposes object identifiers; empty if the certificate has no such extension, which permits every purpose
 */
record ExtendedKeyUsage(List<String> purposes) {
    static ExtendedKeyUsage of(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return new ExtendedKeyUsage(purposes == null ? List.of() : purposes);
        } catch (CertificateParsingException malformed) {
            return new ExtendedKeyUsage(List.of("malformed"));
        }
    }

    boolean isAbsentOrHas(String purpose) {
        return purposes.isEmpty() || purposes.contains(purpose);
    }
}

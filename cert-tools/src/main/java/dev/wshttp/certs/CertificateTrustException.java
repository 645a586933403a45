// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

/** Reports a certificate, key or revocation list that is readable but cannot be used for its purpose. */
public final class CertificateTrustException extends CertificateToolsException {

    private static final long serialVersionUID = 1L;

    /** Reports a rule that the certificate breaks. */
    public CertificateTrustException(String message) {
        super(message, null);
    }

    /** Reports a failed cryptographic check. */
    public CertificateTrustException(String message, Throwable cause) {
        super(message, cause);
    }
}

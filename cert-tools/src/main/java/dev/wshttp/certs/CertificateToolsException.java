// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import org.jspecify.annotations.Nullable;

/** Root of the failures a caller can do something about; the message says what to do. */
public abstract sealed class CertificateToolsException extends RuntimeException
        permits CredentialFileException, CertificateTrustException {

    private static final long serialVersionUID = 1L;

    CertificateToolsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

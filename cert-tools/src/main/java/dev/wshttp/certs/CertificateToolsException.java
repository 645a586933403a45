// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import org.jspecify.annotations.Nullable;

/** The base of the failures that a caller can solve. The message says how. */
public abstract sealed class CertificateToolsException extends RuntimeException
        permits CredentialFileException, CertificateTrustException {

    private static final long serialVersionUID = 1L;

    CertificateToolsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

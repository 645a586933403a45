// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

/** Reports a file or password that is missing, unreadable or of another kind, or a file that must not be replaced. */
public final class CredentialFileException extends CertificateToolsException {

    private static final long serialVersionUID = 1L;

    /** Reports a failure that the content of the file shows. */
    public CredentialFileException(String message) {
        super(message, null);
    }

    /** Reports a failure that the file system or a parser found. */
    public CredentialFileException(String message, Throwable cause) {
        super(message, cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

/** Reports a file or password that is missing, unreadable, in the way, or not what it should be. */
public final class CredentialFileException extends CertificateToolsException {

    private static final long serialVersionUID = 1L;

    /** Reports a failure found by looking at the file. */
    public CredentialFileException(String message) {
        super(message, null);
    }

    /** Reports a failure the file system or a parser found. */
    public CredentialFileException(String message, Throwable cause) {
        super(message, cause);
    }
}

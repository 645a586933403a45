// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.credential.DistinguishedName;
import dev.wshttp.security.credential.Thumbprint;
import java.security.Principal;
import java.security.cert.X509Certificate;

/**
 * A caller that proved possession of the private key of a trusted certificate. Immutable and safe for use by several threads.
 *
 * @param certificate the caller's certificate
 */
public record X509Identity(X509Certificate certificate) implements Principal {
    private static final String NO_SUBJECT = "<x509>";

    /**
     * Checks that there is a certificate.
     *
     * @throws NullPointerException if there is none
     */
    public X509Identity {
        requireNonNull(certificate, "certificate");
    }

    /**
     * Returns subject and thumbprint in the form of WCF's {@code PrimaryIdentity.Name}: {@code CN=Cohowinery.com; 2AE9EBF4...}. The subject is written as Windows
     * writes it; an empty one is {@code <x509>}.
     */
    @Override
    public String getName() {
        String subject =
                DistinguishedName.of(certificate.getSubjectX500Principal()).toString();
        return (subject.isEmpty() ? NO_SUBJECT : subject) + "; " + thumbprint();
    }

    /** Returns the SHA-1 thumbprint of the certificate. */
    public Thumbprint thumbprint() {
        return Thumbprint.of(certificate);
    }

    @Override
    public String toString() {
        return getName();
    }
}

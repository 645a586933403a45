// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.credential.Thumbprint;
import java.security.Principal;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * A caller that proved possession of the private key of a trusted certificate. Immutable and safe for use by several threads.
 *
 * @param certificate the caller's certificate
 */
public record X509Identity(X509Certificate certificate) implements Principal {
    public X509Identity {
        requireNonNull(certificate, "certificate");
    }

    /** Returns subject and thumbprint in the form of WCF's {@code PrimaryIdentity.Name}: {@code CN=Cohowinery.com; 2AE9EBF4...}. */
    @Override
    public String getName() {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC1779) + "; " + thumbprint();
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

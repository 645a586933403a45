// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a client proves itself with and whom it believes (WCF: {@code ClientCredentials}). Immutable.
 *
 * @param clientCertificate the client's own key and certificate
 * @param serviceTrust which service certificates are believed (WCF: {@code ServiceCertificate.Authentication})
 * @param serviceCertificate the service's certificate; needed when the binding does not negotiate it
 *     (WCF: {@code ServiceCertificate.DefaultCertificate})
 */
public record ClientCredentials(
        X509Credential clientCertificate, CertificateTrust serviceTrust, Optional<X509Certificate> serviceCertificate) {

    public ClientCredentials {
        requireNonNull(clientCertificate, "clientCertificate");
        requireNonNull(serviceTrust, "serviceTrust");
        requireNonNull(serviceCertificate, "serviceCertificate");
    }

    /** Starts with the client's certificate and its trust. */
    public static ClientCredentials of(X509Credential clientCertificate, CertificateTrust serviceTrust) {
        return new ClientCredentials(clientCertificate, serviceTrust, Optional.empty());
    }

    /** Adds the certificate for which requests are encrypted. */
    public ClientCredentials withServiceCertificate(X509Certificate certificate) {
        return new ClientCredentials(clientCertificate, serviceTrust, Optional.of(certificate));
    }

    /**
     * Adds the certificate for which requests are encrypted, of a file or folder: {@link CertificateTrust#readCertificate}.
     *
     * @throws dev.wshttp.security.MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there is none
     */
    public ClientCredentials withServiceCertificate(Path fileOrFolder) {
        return withServiceCertificate(CertificateTrust.readCertificate(fileOrFolder));
    }
}

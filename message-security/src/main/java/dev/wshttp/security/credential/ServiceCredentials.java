// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.Objects.requireNonNull;

/**
 * What a service proves itself with and which clients it believes (WCF: {@code ServiceCredentials}). Immutable.
 *
 * @param serviceCertificate the service's own key and certificate
 * @param clientTrust which client certificates are believed (WCF: {@code ClientCertificate.Authentication})
 */
public record ServiceCredentials(X509Credential serviceCertificate, CertificateTrust clientTrust) {
    public ServiceCredentials {
        requireNonNull(serviceCertificate, "serviceCertificate");
        requireNonNull(clientTrust, "clientTrust");
    }

    /** The same as the constructor, to match {@link ClientCredentials#of}. */
    public static ServiceCredentials of(X509Credential serviceCertificate, CertificateTrust clientTrust) {
        return new ServiceCredentials(serviceCertificate, clientTrust);
    }
}

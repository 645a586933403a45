// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.Objects.requireNonNull;

/**
 * The certificate with which a service authenticates itself, and the client certificates that it trusts (WCF: {@code ServiceCredentials}).
 * Immutable and safe for use by several threads.
 *
 * @param serviceCertificate the service's own key and certificate
 * @param clientTrust the rules about which client certificates are trusted (WCF: {@code ClientCertificate.Authentication}), with the
 *     intermediate authorities of the service's own chain, which Windows knows too once it imported the {@code .pfx}
 */
public record ServiceCredentials(X509Credential serviceCertificate, CertificateTrust clientTrust) {
    public ServiceCredentials {
        requireNonNull(serviceCertificate, "serviceCertificate");
        clientTrust = clientTrust.withIntermediates(serviceCertificate.chain());
    }

    /** Returns credentials; the same as the constructor, named like {@link ClientCredentials#of}. */
    public static ServiceCredentials of(X509Credential serviceCertificate, CertificateTrust clientTrust) {
        return new ServiceCredentials(serviceCertificate, clientTrust);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The certificate with which a service authenticates itself, and the client certificates that it trusts (WCF: {@code ServiceCredentials}).
 * What comes from files is read again when they change. Immutable and safe for use by several threads.
 *
 * @param serviceCertificate the service's own key and certificate
 * @param clientTrust the rules about which client certificates are trusted (WCF: {@code ClientCertificate.Authentication}), with the
 *     intermediate authorities of the service's own chain, which Windows knows too once it imported the {@code .pfx}
 */
public record ServiceCredentials(X509Credential serviceCertificate, CertificateTrust clientTrust) {
    /**
     * Adds the intermediate certificates of the service's own chain to those that help to build the chain of a client.
     *
     * @throws NullPointerException if a part is null
     */
    public ServiceCredentials {
        requireNonNull(serviceCertificate, "serviceCertificate");
        clientTrust = clientTrust.withIntermediates(serviceCertificate.chain());
    }

    /** Returns credentials; the same as the constructor, named like {@link ClientCredentials#of}. */
    public static ServiceCredentials of(X509Credential serviceCertificate, CertificateTrust clientTrust) {
        return new ServiceCredentials(serviceCertificate, clientTrust);
    }

    /**
     * Returns the service's own key and certificate as their files are now.
     *
     * @param now the present time
     */
    public X509Credential serviceCertificate(Instant now) {
        return serviceCertificate.current(X509CertificateValidator.Role.SERVICE, now);
    }
}

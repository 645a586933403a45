// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The certificate with which a client authenticates itself, and the service certificates that it trusts (WCF: {@code ClientCredentials}).
 * Immutable and safe for use by several threads.
 *
 * @param clientCertificate the client's own key and certificate
 * @param serviceTrust the rules about which service certificates are trusted (WCF: {@code ServiceCertificate.Authentication}), with the
 *     intermediate authorities of the client's own chain, which Windows knows too once it imported the {@code .pfx}
 * @param serviceCertificate the service's certificate, for which requests are encrypted; needed if the binding does not negotiate
 *     it (WCF: {@code ServiceCertificate.DefaultCertificate})
 */
public record ClientCredentials(
        X509Credential clientCertificate, CertificateTrust serviceTrust, Optional<X509Certificate> serviceCertificate) {

    public ClientCredentials {
        requireNonNull(clientCertificate, "clientCertificate");
        serviceTrust = serviceTrust.withIntermediates(clientCertificate.chain());
        requireNonNull(serviceCertificate, "serviceCertificate");
    }

    /** Returns credentials without a service certificate, as they suffice for a binding that negotiates it. */
    public static ClientCredentials of(X509Credential clientCertificate, CertificateTrust serviceTrust) {
        return new ClientCredentials(clientCertificate, serviceTrust, Optional.empty());
    }

    /** Returns these credentials with the certificate for which requests are encrypted. */
    public ClientCredentials withServiceCertificate(X509Certificate certificate) {
        return new ClientCredentials(clientCertificate, serviceTrust, Optional.of(certificate));
    }

    /**
     * Returns these credentials with the certificate for which requests are encrypted, read from a file or folder as by
     * {@link CertificateTrust#readCertificate}. Intermediate authorities beside it may complete its chain.
     *
     * @throws dev.wshttp.security.MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if it cannot be read
     */
    public ClientCredentials withServiceCertificate(Path fileOrFolder) {
        return new ClientCredentials(
                clientCertificate,
                serviceTrust.withIntermediates(CertificateTrust.readCertificates(fileOrFolder)),
                Optional.of(CertificateTrust.readCertificate(fileOrFolder)));
    }
}

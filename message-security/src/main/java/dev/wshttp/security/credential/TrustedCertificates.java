// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CONFIGURATION_INVALID;

import dev.wshttp.security.MessageSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificates on which a {@link CertificateTrust} rests. Immutable and safe for use by several threads.
 *
 * @param authorities certificates of authorities; one that is not self-signed only completes chains
 * @param peers certificates that are trusted themselves
 */
record TrustedCertificates(List<X509Certificate> authorities, List<X509Certificate> peers) {
    TrustedCertificates {
        authorities = List.copyOf(authorities);
        peers = List.copyOf(peers);
    }

    /**
     * Requires that there is a certificate that the mode can trust.
     *
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID}
     */
    TrustedCertificates requireAny(X509CertificateValidationMode mode) {
        if (trustsAny(mode)) {
            return this;
        }
        throw switch (mode) {
            case CHAIN_TRUST -> nothingToTrust("CHAIN_TRUST has no root authority", "the certificate of the authority");
            case PEER_TRUST -> nothingToTrust("PEER_TRUST has no peers", "the certificate of each peer");
            case PEER_OR_CHAIN_TRUST ->
                nothingToTrust("PEER_OR_CHAIN_TRUST has neither peers nor authorities", "certificates of either kind");
        };
    }

    /** Returns whether there is a certificate that the mode can trust. */
    boolean trustsAny(X509CertificateValidationMode mode) {
        boolean hasRoot = authorities.stream().anyMatch(ChainSearch::isRoot);
        return switch (mode) {
            case CHAIN_TRUST -> hasRoot;
            case PEER_TRUST -> !peers.isEmpty();
            case PEER_OR_CHAIN_TRUST -> hasRoot || !peers.isEmpty();
        };
    }

    private static MessageSecurityException nothingToTrust(String found, String remedy) {
        return new MessageSecurityException(
                CONFIGURATION_INVALID,
                "The trust settings would refuse every certificate: " + found + " (expected at least one). Add "
                        + remedy + ".");
    }

    @Override
    public String toString() {
        return "authorities=" + names(authorities) + ", peers=" + names(peers);
    }

    static List<String> names(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> certificate.getSubjectX500Principal().toString())
                .toList();
    }
}

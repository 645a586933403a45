// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a certificate must prove.
 *
 * @param authorities the roots that are trusted
 * @param revocationLists when not empty, every issuer must have a valid list here
 * @param purpose the role the certificate must be allowed to play, if that matters
 * @param dnsName the name the certificate must carry, if that matters; compared without case, no wildcards
 */
public record VerificationPolicy(
        List<X509Certificate> authorities,
        List<X509CRL> revocationLists,
        Optional<CertificateProfile> purpose,
        Optional<String> dnsName) {

    public VerificationPolicy {
        authorities = List.copyOf(authorities);
        revocationLists = List.copyOf(revocationLists);
        requireNonNull(purpose, "purpose");
        requireNonNull(dnsName, "dnsName");
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("No authority was given (expected: at least one to trust).");
        }
    }

    /** Trusts one authority and asks for nothing but chain, validity and strength. */
    public static VerificationPolicy trusting(X509Certificate authority) {
        return new VerificationPolicy(List.of(authority), List.of(), Optional.empty(), Optional.empty());
    }

    public VerificationPolicy withRevocationList(X509CRL list) {
        return new VerificationPolicy(authorities, List.of(list), purpose, dnsName);
    }

    public VerificationPolicy withPurpose(CertificateProfile wanted) {
        return new VerificationPolicy(authorities, revocationLists, Optional.of(wanted), dnsName);
    }

    public VerificationPolicy withDnsName(String wanted) {
        return new VerificationPolicy(authorities, revocationLists, purpose, Optional.of(wanted));
    }
}

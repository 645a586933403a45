// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The rules for the verification of a certificate. Immutable.
 *
 * @param authorities the trusted roots
 * @param revocationLists the lists of the issuers; if it is not empty, every issuer must have a valid list in it
 * @param purpose the role that the certificate must allow, if it matters
 * @param dnsName the name that the certificate must carry, if it matters; compared without case and without wildcards
 */
public record VerificationPolicy(
        List<X509Certificate> authorities,
        List<X509CRL> revocationLists,
        Optional<CertificateProfile> purpose,
        Optional<String> dnsName) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is no authority
     */
    public VerificationPolicy {
        authorities = List.copyOf(authorities);
        revocationLists = List.copyOf(revocationLists);
        requireNonNull(purpose, "purpose");
        requireNonNull(dnsName, "dnsName");
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException(
                    "The policy has no authority (expected: at least one trusted authority). Give its certificate.");
        }
    }

    /** Returns a policy that trusts one authority and checks only chain, validity and strength. */
    public static VerificationPolicy trusting(X509Certificate authority) {
        return new VerificationPolicy(List.of(authority), List.of(), Optional.empty(), Optional.empty());
    }

    /** Returns this policy with a list in which a certificate must not be. */
    public VerificationPolicy withRevocationList(X509CRL list) {
        return new VerificationPolicy(authorities, List.of(list), purpose, dnsName);
    }

    /** Returns this policy with a purpose for which a certificate must be made. */
    public VerificationPolicy withPurpose(CertificateProfile wanted) {
        return new VerificationPolicy(authorities, revocationLists, Optional.of(wanted), dnsName);
    }

    /** Returns this policy with a host name that a certificate must have. */
    public VerificationPolicy withDnsName(String wanted) {
        return new VerificationPolicy(authorities, revocationLists, purpose, Optional.of(wanted));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks certificates against the complete revocation lists of their issuers (RFC 5280, 6.3). It refuses every certificate
 * that it cannot prove to be good: if the list is missing, out of date, partial or of another issuer.
 */
final class RevocationCheck {

    private final List<X509CRL> lists;
    private final Instant at;

    RevocationCheck(List<X509CRL> lists, Instant at) {
        this.lists = lists;
        this.at = at;
    }

    /**
     * Returns the reason why a certificate of the path cannot be accepted, or nothing.
     *
     * @param path the certificates from the leaf to the authority, each signed by the next
     */
    Optional<String> objectionTo(List<X509Certificate> path) {
        for (int i = 0; i + 1 < path.size(); i++) {
            var objection = objectionTo(path.get(i), path.get(i + 1));
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private Optional<String> objectionTo(X509Certificate certificate, X509Certificate issuer) {
        var name = issuer.getSubjectX500Principal();
        var ofIssuer = lists.stream()
                .filter(list -> list.getIssuerX500Principal().equals(name))
                .toList();
        return ofIssuer.isEmpty()
                ? Optional.of("no list of '" + name + "' was given. Add the list of that authority.")
                : ofIssuer.stream()
                        .flatMap(list -> objection(list, certificate, issuer).stream())
                        .findFirst();
    }

    private Optional<String> objection(X509CRL list, X509Certificate certificate, X509Certificate issuer) {
        return listObjection(list, issuer).or(() -> entryObjection(list, certificate));
    }

    private Optional<String> listObjection(X509CRL list, X509Certificate issuer) {
        try {
            RevocationList.requireSignedBy(issuer, list);
        } catch (CertificateTrustException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        if (!new KeyUsages(issuer).allows("cRLSign")) {
            return Optional.of(
                    "'" + issuer.getSubjectX500Principal() + "' is not allowed to sign lists (expected: cRLSign). "
                            + "Make an authority with that key usage.");
        }
        // A list with a critical extension is partial, indirect or a delta (RFC 5280, 5.2), so it does not list every
        // revoked certificate.
        return hasCriticalExtension(list)
                ? Optional.of("the list covers only some certificates (expected: a complete list). Ask its authority.")
                : timeObjection(list);
    }

    private static boolean hasCriticalExtension(X509CRL list) {
        var critical = list.getCriticalExtensionOIDs();
        return critical != null && !critical.isEmpty();
    }

    private Optional<String> timeObjection(X509CRL list) {
        var thisUpdate = list.getThisUpdate().toInstant();
        if (at.isBefore(thisUpdate)) {
            return Optional.of(
                    "the list is dated '" + thisUpdate + "' (expected: before '" + at + "'). Correct the clock.");
        }
        var nextUpdate = list.getNextUpdate();
        return nextUpdate == null || at.isAfter(nextUpdate.toInstant())
                ? Optional.of("the list was valid until '" + nextUpdate + "' (expected: after '" + at
                        + "'). Sign it again with 'cert-tools revoke'.")
                : Optional.empty();
    }

    private static Optional<String> entryObjection(X509CRL list, X509Certificate certificate) {
        var entry = list.getRevokedCertificate(certificate.getSerialNumber());
        return entry == null
                ? Optional.empty()
                : Optional.of("'" + certificate.getSubjectX500Principal() + "' was revoked at '"
                        + entry.getRevocationDate().toInstant() + "' for '"
                        + RevocationReasons.name(entry.getRevocationReason())
                        + "'. Issue a new one.");
    }
}

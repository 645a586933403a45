// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/**
 * The list of certificates that an authority has revoked. {@link CertificateAuthority#sign(RevocationList, Validity)}
 * signs it. Immutable.
 *
 * @param number the number of the list, one more than that of the list before, so that a verifier can see which is newer
 * @param entries the revoked certificates, oldest revocation first
 */
public record RevocationList(BigInteger number, List<Entry> entries) {

    /**
     * Copies the entries.
     *
     * @throws NullPointerException if a part is null
     */
    public RevocationList {
        requireNonNull(number, "number");
        entries = List.copyOf(entries);
    }

    /**
     * One revoked certificate.
     *
     * @param serial the serial number of the certificate
     * @param since the instant of the revocation
     * @param reason the reason of the revocation
     */
    public record Entry(BigInteger serial, Instant since, CRLReason reason) {

        // RFC 5280, 5.3.1: 7 is not used, and 8 (removeFromCRL) appears only in delta lists.
        private static final Set<CRLReason> NOT_FOR_FULL_LISTS = Set.of(CRLReason.UNUSED, CRLReason.REMOVE_FROM_CRL);

        /**
         * Checks the reason.
         *
         * @throws IllegalArgumentException if a full list cannot have it (RFC 5280, 5.3.1)
         */
        public Entry {
            requireNonNull(serial, "serial");
            requireNonNull(since, "since");
            if (NOT_FOR_FULL_LISTS.contains(reason)) {
                throw new IllegalArgumentException("A revocation has the reason '" + reason
                        + "' (expected: a reason of RFC 5280 for full lists). Use UNSPECIFIED if none fits.");
            }
        }
    }

    /** Returns the first list of an authority, which is empty. */
    public static RevocationList empty() {
        return new RevocationList(BigInteger.ONE, List.of());
    }

    /**
     * Returns the successor of a signed list: the same entries under the next number.
     *
     * @throws CertificateTrustException if the list was not signed by the given authority
     */
    public static RevocationList after(X509CRL signed, X509Certificate authority) {
        requireSignedBy(authority, signed);
        Set<? extends X509CRLEntry> revoked = signed.getRevokedCertificates();
        var entries = (revoked == null ? Set.<X509CRLEntry>of() : revoked)
                .stream()
                        .map(RevocationList::entry)
                        .sorted(Comparator.comparing(Entry::since).thenComparing(Entry::serial))
                        .toList();
        return new RevocationList(number(signed).add(BigInteger.ONE), entries);
    }

    /** Returns whether the serial number is on the list. */
    public boolean contains(BigInteger serial) {
        return entries.stream().anyMatch(entry -> entry.serial().equals(serial));
    }

    /** Returns this list with one more entry. A certificate that was revoked earlier keeps its first entry. */
    public RevocationList with(Entry entry) {
        if (contains(entry.serial())) {
            return this;
        }
        var more = new ArrayList<>(entries);
        more.add(entry);
        return new RevocationList(number, more);
    }

    static void requireSignedBy(X509Certificate authority, X509CRL list) {
        try {
            list.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateTrustException(
                    "The revocation list of '" + list.getIssuerX500Principal() + "' does not carry the signature of '"
                            + authority.getSubjectX500Principal()
                            + "' (expected: a list signed by that authority). Use the list and the authority of one set.",
                    e);
        }
    }

    static BigInteger number(X509CRL list) {
        var extension = list.getExtensionValue(Extension.cRLNumber.getId());
        return extension == null
                ? BigInteger.ZERO
                : ASN1Integer.getInstance(ASN1OctetString.getInstance(extension).getOctets())
                        .getValue();
    }

    private static Entry entry(X509CRLEntry entry) {
        var reason = entry.getRevocationReason();
        return new Entry(
                entry.getSerialNumber(),
                entry.getRevocationDate().toInstant(),
                reason == null ? CRLReason.UNSPECIFIED : reason);
    }
}

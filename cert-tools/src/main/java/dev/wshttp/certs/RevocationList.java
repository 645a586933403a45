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
 * The certificates an authority has taken back; {@link CertificateAuthority#sign(RevocationList, Validity)} turns it
 * into a signed list. Immutable.
 *
 * @param number grows by one with every issue, so that a verifier can tell the newer list
 * @param entries the revoked certificates, oldest revocation first
 */
public record RevocationList(BigInteger number, List<Entry> entries) {

    public RevocationList {
        requireNonNull(number, "number");
        entries = List.copyOf(entries);
    }

    /**
     * One revoked certificate.
     *
     * @param serial serial number of the certificate
     * @param since when it was revoked
     * @param reason why it was revoked
     */
    public record Entry(BigInteger serial, Instant since, CRLReason reason) {

        // RFC 5280, 5.3.1: 7 is not used, and 8 (removeFromCRL) only appears in delta lists.
        private static final Set<CRLReason> NOT_FOR_FULL_LISTS = Set.of(CRLReason.UNUSED, CRLReason.REMOVE_FROM_CRL);

        public Entry {
            requireNonNull(serial, "serial");
            requireNonNull(since, "since");
            if (NOT_FOR_FULL_LISTS.contains(reason)) {
                throw new IllegalArgumentException("A revocation was given the reason '" + reason
                        + "' (expected: a reason of RFC 5280 for full lists). Use UNSPECIFIED if none fits.");
            }
        }
    }

    /** Returns the first list of an authority, with nothing revoked. */
    public static RevocationList empty() {
        return new RevocationList(BigInteger.ONE, List.of());
    }

    /**
     * Reads the successor of a signed list: the same entries under the next number.
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

    /** Tells whether the serial number is on the list. */
    public boolean contains(BigInteger serial) {
        return entries.stream().anyMatch(entry -> entry.serial().equals(serial));
    }

    /** Returns this list with one more entry; a certificate revoked earlier keeps its first entry. */
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

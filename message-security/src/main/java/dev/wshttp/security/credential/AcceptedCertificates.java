// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers certificates that passed validation, so that a peer that sends many messages is validated once a minute. An entry ends after one
 * minute, or when a certificate of its chain expires, or when the revocation list changes or is out of date, whichever is first. It also ends
 * if the clock is set back. Safe for use by several threads.
 */
final class AcceptedCertificates {
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    // A certificate enters only after it was found trusted, so an unauthenticated peer cannot fill this map. Clearing
    // it costs one validation of each certificate.
    private static final int MOST_ENTRIES = 1_000;

    private final Map<X509Certificate, Acceptance> entries = new ConcurrentHashMap<>();

    /**
     * Returns whether a certificate passed validation and the result still holds.
     *
     * @param lists the revocation lists as they are now: the same object as before unless their file has changed
     */
    boolean contains(X509Certificate certificate, Instant now, List<X509CRL> lists) {
        Acceptance acceptance = entries.get(certificate);
        return acceptance != null && acceptance.holds(now, lists);
    }

    /**
     * Remembers a certificate that passed validation now.
     *
     * @param chainEnds the instant at which the first certificate of the chain expires
     * @param lists the revocation lists with which the certificate was validated
     */
    void add(X509Certificate certificate, Instant now, Instant chainEnds, List<X509CRL> lists) {
        if (entries.size() >= MOST_ENTRIES) {
            entries.clear();
        }
        entries.put(certificate, new Acceptance(now, end(now, chainEnds, lists), lists));
    }

    private static Instant end(Instant now, Instant chainEnds, List<X509CRL> lists) {
        return lists.stream()
                .map(X509CRL::getNextUpdate)
                .filter(Objects::nonNull)
                .map(Date::toInstant)
                .filter(now::isBefore)
                .reduce(earlier(chainEnds, now.plus(LIFETIME)), AcceptedCertificates::earlier);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private record Acceptance(Instant start, Instant end, List<X509CRL> lists) {
        // The list object stays the same until the file changes, so identity is enough and costs nothing.
        @SuppressWarnings("ReferenceEquality")
        boolean holds(Instant now, List<X509CRL> currentLists) {
            return lists == currentLists && !now.isBefore(start) && now.isBefore(end);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import java.util.ArrayList;
import java.util.List;

/**
 * Fingerprints in sets, one for each period of time, which are forgotten as a whole. Periods have numbers in the order of time. Safe for use by
 * several threads.
 */
final class RecentFingerprints {
    private final List<Period> periods = new ArrayList<>(0);
    private long firstComplete = Long.MIN_VALUE;

    /** What is known about a fingerprint. */
    enum Recollection {
        /** It was not added since the period that was asked about. */
        UNSEEN,
        /** It was added. */
        SEEN,
        /** It may have been added since the period that was asked about: fingerprints from then are forgotten. */
        LOST
    }

    /** Returns whether a fingerprint was added since a period. */
    synchronized Recollection recall(long fingerprint, long since) {
        if (since < firstComplete) {
            return Recollection.LOST;
        }
        for (Period period : periods) {
            if (period.fingerprints.contains(fingerprint)) {
                return Recollection.SEEN;
            }
        }
        return Recollection.UNSEEN;
    }

    /** Adds a fingerprint to a period if it is {@code UNSEEN}. If several threads add the same one, only one of them gets that answer. */
    synchronized Recollection add(long fingerprint, long since, long period) {
        Recollection before = recall(fingerprint, since);
        if (before == Recollection.UNSEEN) {
            fingerprintsOf(period).add(fingerprint);
        }
        return before;
    }

    private FingerprintSet fingerprintsOf(long number) {
        for (Period period : periods) {
            if (period.number == number) {
                return period.fingerprints;
            }
        }
        var added = new Period(number, new FingerprintSet());
        periods.add(added);
        return added.fingerprints;
    }

    /** Forgets the fingerprints of all periods before one, and returns how many there were. */
    synchronized int forgetBefore(long first) {
        int forgotten = 0;
        for (Period period : periods) {
            if (period.number < first) {
                forgotten += period.fingerprints.size();
                firstComplete = Math.max(firstComplete, period.number + 1);
            }
        }
        periods.removeIf(period -> period.number < first);
        return forgotten;
    }

    private record Period(long number, FingerprintSet fingerprints) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the clock of this instance with the store's. Entries end by the store's clock and messages by that of the instance, so a memory forgets too early
 * where they are far apart. Safe for use by several threads.
 */
final class StoreClock {
    /** How far the clocks may be apart; the entries of messages are kept for so much longer. */
    static final Duration MOST = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(StoreClock.class);
    private static final Duration TOLD_ABOVE = Duration.ofSeconds(5);

    private final Clock clock;
    private volatile Duration apart = Duration.ZERO;
    private volatile Duration storeIsBehind = Duration.ZERO;
    private boolean isTold; // guarded by this

    StoreClock(Clock clock) {
        this.clock = clock;
    }

    /** Returns the time in milliseconds, as the store tells its own. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Takes note of the time that the store told.
     *
     * @param asked when it was asked, by the clock of this instance; it answered now
     */
    synchronized void compare(Instant asked, Instant told) {
        Instant answered = now();
        Duration ahead = Duration.between(answered, told);
        Duration behind = Duration.between(told, asked);
        Duration longer = ahead.compareTo(behind) > 0 ? ahead : behind;
        apart = orNone(longer);
        storeIsBehind = orNone(behind);
        boolean isFar = apart.compareTo(TOLD_ABOVE) > 0;
        if (isFar && !isTold) {
            LOG.warn(
                    "The clock of this instance and that of the store are '{}' apart (expected less than {}; above {} calls are refused). Set both by one"
                            + " source of time.",
                    apart,
                    TOLD_ABOVE,
                    MOST);
        }
        isTold = isFar;
    }

    private static Duration orNone(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** Returns how far the store's clock is behind, as far as that is known for certain: the way to the store takes time, too. */
    Duration storeIsBehind() {
        return storeIsBehind;
    }

    /** Returns how far the clocks are apart if that is too far to use the store. */
    Optional<Duration> tooFarApart() {
        Duration present = apart;
        return present.compareTo(MOST) > 0 ? Optional.of(present) : Optional.empty();
    }
}

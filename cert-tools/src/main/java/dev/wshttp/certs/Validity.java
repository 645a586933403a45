// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A span of time, both ends included, in whole seconds as in X.509. Immutable.
 *
 * @param notBefore the first instant of the span
 * @param notAfter the last instant of the span, after {@code notBefore}
 */
public record Validity(Instant notBefore, Instant notAfter) {

    /** The time by which {@link #startingNow} starts in the past, so that a peer with a slow clock accepts immediately. */
    public static final Duration BACKDATING = Duration.ofMinutes(5);

    /**
     * Drops fractions of seconds, which certificates do not have.
     *
     * @throws IllegalArgumentException if the end is not after the start
     */
    public Validity {
        notBefore = requireNonNull(notBefore, "notBefore").truncatedTo(ChronoUnit.SECONDS);
        notAfter = requireNonNull(notAfter, "notAfter").truncatedTo(ChronoUnit.SECONDS);
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("The validity ends at '" + notAfter + "' and starts at '" + notBefore
                    + "' (expected: an end after the start). Give a longer validity.");
        }
    }

    /** Returns a span that ends {@code length} from now and started {@link #BACKDATING} ago. */
    public static Validity startingNow(Clock clock, Duration length) {
        var now = clock.instant();
        return new Validity(now.minus(BACKDATING), now.plus(length));
    }

    /** Returns a span of {@code length} that starts exactly at the given instant. */
    public static Validity startingAt(Instant notBefore, Duration length) {
        return new Validity(notBefore, notBefore.plus(length));
    }

    /** Returns whether an instant lies in the span. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(notBefore) && !instant.isAfter(notAfter);
    }
}

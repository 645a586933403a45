// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A span of time, both ends included, in whole seconds as X.509 stores it.
 *
 * @param notBefore first instant of the span
 * @param notAfter last instant of the span, after {@code notBefore}
 */
public record Validity(Instant notBefore, Instant notAfter) {

    /** How far {@link #startingNow} reaches back, so that a peer whose clock is a little late accepts at once. */
    public static final Duration BACKDATING = Duration.ofMinutes(5);

    public Validity {
        notBefore = requireNonNull(notBefore, "notBefore").truncatedTo(ChronoUnit.SECONDS);
        notAfter = requireNonNull(notAfter, "notAfter").truncatedTo(ChronoUnit.SECONDS);
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("The validity ends at '" + notAfter + "' and starts at '" + notBefore
                    + "' (expected: an end after the start). Give a longer validity.");
        }
    }

    /** Makes a span that ends {@code length} from now and starts {@link #BACKDATING} ago. */
    public static Validity startingNow(Clock clock, Duration length) {
        var now = clock.instant();
        return new Validity(now.minus(BACKDATING), now.plus(length));
    }

    /** Makes a span of {@code length} that starts exactly at the given instant. */
    public static Validity startingAt(Instant notBefore, Duration length) {
        return new Validity(notBefore, notBefore.plus(length));
    }

    /** Tells whether the instant lies in the span. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(notBefore) && !instant.isAfter(notAfter);
    }
}

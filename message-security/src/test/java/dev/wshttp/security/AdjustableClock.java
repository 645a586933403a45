// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves only when a test says so. */
public final class AdjustableClock extends Clock {
    private volatile Instant now;

    /** A clock that stands at an instant. */
    public AdjustableClock(Instant now) {
        this.now = now;
    }

    /** Moves the clock, backwards if the duration is negative. */
    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Sets the clock. */
    public void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import java.time.Duration;

/**
 * The times at which delayed refusals are answered: ticks at a fixed distance. The tick of a message follows from the time of its arrival alone and
 * leaves more time than a message takes, so the answer does not tell how long the message took.
 */
final class AnswerTicks {
    private static final long INTERVAL_NANOS = Duration.ofMillis(250).toNanos();

    private AnswerTicks() {}

    /**
     * Returns how long to wait for the tick of a message: the first one that is a whole interval after its arrival. A message that took even longer
     * waits for the next but one.
     *
     * @param arrivedNanos when the message had arrived, by {@link System#nanoTime()}
     * @param nowNanos the present, by the same clock
     */
    static Duration until(long arrivedNanos, long nowNanos) {
        long tick = tickAfter(arrivedNanos);
        while (tick - nowNanos <= 0) {
            tick = tickAfter(tick);
        }
        return Duration.ofNanos(tick - nowNanos);
    }

    private static long tickAfter(long nanos) {
        return (Math.floorDiv(nanos, INTERVAL_NANOS) + 2) * INTERVAL_NANOS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import java.time.Duration;

/**
 * Computes when a delayed refusal is answered: at one of the ticks, which have a fixed distance. The tick depends on the arrival of the message
 * alone, and leaves more time than a message takes. So the time of the answer does not tell how long the message took.
 */
final class AnswerTicks {
    private static final long INTERVAL_NANOS = Duration.ofMillis(250).toNanos();

    private AnswerTicks() {}

    /**
     * Returns how long to wait for the tick of a message: the first one that is a whole interval after its arrival. A message that took even longer
     * waits for a later one.
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

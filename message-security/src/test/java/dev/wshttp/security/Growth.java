// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Tells work whose time grows with the length of a text from work whose time grows with its square. It takes the processor time of the
 * current thread, which other programs of the machine do not lengthen.
 */
public final class Growth {
    private static final int LENGTH = 65_536;
    private static final int TIMES = 4;
    // Four times the length takes 4 times the time if it is linear, 16 times if it is quadratic.
    private static final int MOST_TIMES = 10;
    private static final Duration NOISE = Duration.ofMillis(50);
    private static final int RUNS = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Growth() {}

    /** Does the work with a text of 64 Ki characters and one of four times the length, three times each. */
    public static void assertLinear(IntConsumer workOnLength) {
        assertLinear(LENGTH, workOnLength);
    }

    /** The same for texts of this length and four times of it. */
    public static void assertLinear(int length, IntConsumer workOnLength) {
        workOnLength.accept(length / TIMES); // loads what has to be loaded
        Duration once = shortest(length, workOnLength);
        assertThat(shortest(length * TIMES, workOnLength))
                .as("time for four times the text that took %s", once)
                .isLessThan(once.multipliedBy(MOST_TIMES).plus(NOISE));
    }

    private static Duration shortest(int length, IntConsumer workOnLength) {
        long shortest = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long start = THREADS.getCurrentThreadCpuTime();
            workOnLength.accept(length);
            shortest = Math.min(shortest, THREADS.getCurrentThreadCpuTime() - start);
        }
        return Duration.ofNanos(shortest);
    }
}

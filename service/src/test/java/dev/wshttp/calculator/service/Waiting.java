// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, without a pause, and gives up after twenty seconds. */
final class Waiting {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private Waiting() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as("nanoseconds after giving up")
                    .isNegative();
            Thread.onSpinWait();
        }
    }
}

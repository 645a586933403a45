// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.util.Objects.requireNonNull;

/**
 * How a {@link CalculatorServiceHost} runs its HTTP server.
 *
 * @param threads calls that run at the same time; more wait
 * @param healthPage whether {@code /health} answers
 */
public record HostOptions(int threads, HealthPage healthPage) {
    /** Sixteen threads, no health page. */
    public static final HostOptions DEFAULT = new HostOptions(16, HealthPage.OFF);

    /** @throws IllegalArgumentException if there are no threads */
    public HostOptions {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "The number of threads is '" + threads + "' (expected 1 or more). Correct it.");
        }
        requireNonNull(healthPage, "healthPage");
    }

    /** The same with another number of threads. */
    public HostOptions withThreads(int number) {
        return new HostOptions(number, healthPage);
    }

    /** The same with or without the health page. */
    public HostOptions with(HealthPage page) {
        return new HostOptions(threads, page);
    }
}

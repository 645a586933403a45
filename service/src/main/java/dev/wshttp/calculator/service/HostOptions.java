// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a {@link CalculatorServiceHost} runs its HTTP server.
 *
 * @param threads calls that run at the same time; more wait
 * @param healthPage whether {@code /health} answers
 * @param descriptions what {@code GET} answers at the address
 */
public record HostOptions(int threads, HealthPage healthPage, Set<Description> descriptions) {
    /** Sixteen threads, no health page, all descriptions. */
    public static final HostOptions DEFAULT = new HostOptions(16, HealthPage.OFF, EnumSet.allOf(Description.class));

    /** @throws IllegalArgumentException if there are no threads */
    public HostOptions {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "The number of threads is '" + threads + "' (expected 1 or more). Correct it.");
        }
        requireNonNull(healthPage, "healthPage");
        descriptions = Set.copyOf(descriptions);
    }

    /** The same with another number of threads. */
    public HostOptions withThreads(int number) {
        return new HostOptions(number, healthPage, descriptions);
    }

    /** The same with or without the health page. */
    public HostOptions with(HealthPage page) {
        return new HostOptions(threads, page, descriptions);
    }

    /** The same with these descriptions and no others. */
    public HostOptions describedBy(Set<Description> only) {
        return new HostOptions(threads, healthPage, only);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a {@link CalculatorServiceHost} runs its HTTP server.
 *
 * @param threads calls that run at the same time; further ones wait
 * @param requestsPerAddress requests of one remote address that are read, wait, run or are answered at the same time; further ones
 *     are refused with 503. Behind a proxy all clients have the address of the proxy.
 * @param healthPage whether {@code /health} answers
 * @param descriptions what {@code GET} answers at the address
 */
public record HostOptions(int threads, int requestsPerAddress, HealthPage healthPage, Set<Description> descriptions) {
    /** Sixteen threads, 256 requests of one address, no health page, all descriptions. */
    public static final HostOptions DEFAULT =
            new HostOptions(16, 256, HealthPage.OFF, EnumSet.allOf(Description.class));

    /** @throws IllegalArgumentException if there are no threads, or no requests of one address */
    public HostOptions {
        requirePositive("threads", threads);
        requirePositive("requests of one address", requestsPerAddress);
        requireNonNull(healthPage, "healthPage");
        descriptions = Set.copyOf(descriptions);
    }

    /** Returns the same options with another number of threads. */
    public HostOptions withThreads(int number) {
        return new HostOptions(number, requestsPerAddress, healthPage, descriptions);
    }

    /** Returns the same options with another number of requests of one address. */
    public HostOptions withRequestsPerAddress(int number) {
        return new HostOptions(threads, number, healthPage, descriptions);
    }

    /** Returns the same options with or without the health page. */
    public HostOptions with(HealthPage page) {
        return new HostOptions(threads, requestsPerAddress, page, descriptions);
    }

    /** Returns the same options with these descriptions and no others. */
    public HostOptions describedBy(Set<Description> only) {
        return new HostOptions(threads, requestsPerAddress, healthPage, only);
    }

    private static void requirePositive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "The number of " + what + " is '" + number + "' (expected 1 or more). Correct it.");
        }
    }
}

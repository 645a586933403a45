// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.servlet.Description;
import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@link CalculatorServiceHost} runs its HTTP server.
 *
 * @param threads calls that run at the same time; further ones wait
 * @param requestsPerAddress requests of one remote address that are read, wait, run or are answered at the same time; further ones
 *     are refused with 503. Behind a proxy all clients have the address of the proxy.
 * @param connections of all peers; a further one takes the place of the one that has waited longest for its peer
 * @param connectionsPerAddress of one remote address
 * @param proxies how many proxies of one's own each request passes; the header {@code X-Forwarded-For} then tells who begins negotiations and sessions
 * @param healthPage whether {@code /health} answers
 * @param descriptions what {@code GET} answers at the address
 * @param metricsListenOn where Prometheus finds metrics; nowhere if it is empty
 */
public record HostOptions(
        int threads,
        int requestsPerAddress,
        int connections,
        int connectionsPerAddress,
        int proxies,
        HealthPage healthPage,
        Set<Description> descriptions,
        Optional<URI> metricsListenOn) {
    /**
     * Sixteen threads, 256 requests of one address, 10,000 connections, 2,000 of one address, no proxy, no health page, all descriptions, no metrics.
     */
    public static final HostOptions DEFAULT = new HostOptions(
            16, 256, 10_000, 2_000, 0, HealthPage.OFF, EnumSet.allOf(Description.class), Optional.empty());

    /** @throws IllegalArgumentException if there are no threads, no connections, or no requests of one address */
    public HostOptions {
        requirePositive("threads", threads);
        requirePositive("requests of one address", requestsPerAddress);
        requirePositive("connections", connections);
        requirePositive("connections of one address", connectionsPerAddress);
        if (proxies < 0) {
            throw new IllegalArgumentException(
                    "The number of proxies is '" + proxies + "' (expected 0 or more). Correct it.");
        }
        requireNonNull(healthPage, "healthPage");
        descriptions = Set.copyOf(descriptions);
        requireNonNull(metricsListenOn, "metricsListenOn");
    }

    /** Returns the same options with another number of threads. */
    public HostOptions withThreads(int number) {
        return new HostOptions(
                number,
                requestsPerAddress,
                connections,
                connectionsPerAddress,
                proxies,
                healthPage,
                descriptions,
                metricsListenOn);
    }

    /** Returns the same options with another number of requests of one address. */
    public HostOptions withRequestsPerAddress(int number) {
        return new HostOptions(
                threads,
                number,
                connections,
                connectionsPerAddress,
                proxies,
                healthPage,
                descriptions,
                metricsListenOn);
    }

    /** Returns the same options with other numbers of connections, in all and of one address. */
    public HostOptions withConnections(int all, int ofOneAddress) {
        return new HostOptions(
                threads, requestsPerAddress, all, ofOneAddress, proxies, healthPage, descriptions, metricsListenOn);
    }

    /** Returns the same options for a service that is reached by this number of proxies only. */
    public HostOptions behindProxies(int number) {
        return new HostOptions(
                threads,
                requestsPerAddress,
                connections,
                connectionsPerAddress,
                number,
                healthPage,
                descriptions,
                metricsListenOn);
    }

    /** Returns the same options with or without the health page. */
    public HostOptions with(HealthPage page) {
        return new HostOptions(
                threads,
                requestsPerAddress,
                connections,
                connectionsPerAddress,
                proxies,
                page,
                descriptions,
                metricsListenOn);
    }

    /** Returns the same options with these descriptions and no others. */
    public HostOptions describedBy(Set<Description> only) {
        return new HostOptions(
                threads,
                requestsPerAddress,
                connections,
                connectionsPerAddress,
                proxies,
                healthPage,
                only,
                metricsListenOn);
    }

    /** Returns the same options with metrics at this address, which should be one that clients do not reach. */
    public HostOptions withMetrics(URI listenOn) {
        return new HostOptions(
                threads,
                requestsPerAddress,
                connections,
                connectionsPerAddress,
                proxies,
                healthPage,
                descriptions,
                Optional.of(listenOn));
    }

    private static void requirePositive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "The number of " + what + " is '" + number + "' (expected 1 or more). Correct it.");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import java.time.Duration;

/**
 * How long a {@link CalculatorClient} waits.
 *
 * @param connect for the connection
 * @param request for the answer to one call, once connected
 */
public record Timeouts(Duration connect, Duration request) {
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Ten seconds and one minute (WCF: {@code sendTimeout} of one minute). */
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(1));

    /** @throws IllegalArgumentException if a time is not positive, or longer than a day */
    public Timeouts {
        requireUsable("connect", connect);
        requireUsable("request", request);
    }

    private static void requireUsable(String name, Duration time) {
        // The transport takes 0 for "wait for ever".
        if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The " + name + " timeout is '" + time + "' (expected PT0.001S to " + LONGEST + "). Correct it.");
        }
    }
}

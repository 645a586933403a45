// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Warns of what peers can cause as often as they like: of each kind once a minute, and between at the debug level. Safe for use by several threads. */
final class RareWarnings {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Logger log;
    private final Map<String, Long> last = new ConcurrentHashMap<>(); // by System.nanoTime

    RareWarnings(Logger log) {
        this.log = log;
    }

    /** @param format a constant of the caller, with places for the arguments; each is one kind */
    void warn(String format, Object... arguments) {
        long now = System.nanoTime();
        Long kept = last.compute(
                format,
                (same, before) -> before == null || now - before >= PAUSE.toNanos() ? Long.valueOf(now) : before);
        if (kept == now) {
            log.warn(format, arguments);
        } else {
            log.debug(format, arguments);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what the service does because of an overload. Logs each kind of event at most once a minute, with the number of times that it
 * happened. Safe for use by several threads.
 */
final class OverloadLog {
    private static final Logger LOG = LoggerFactory.getLogger(OverloadLog.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, Event> events = new HashMap<>(); // guarded by this

    private static final class Event {
        private long quietUntil;
        private int unsaid;
    }

    OverloadLog() {
        this(System::nanoTime);
    }

    OverloadLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Counts an event, and logs it unless the same was logged within the last minute.
     *
     * @param event one of a few fixed texts, because each is remembered
     */
    synchronized void tell(String event) {
        long now = nanoTime.getAsLong();
        Event last = events.computeIfAbsent(event, first -> quietUntil(now));
        last.unsaid++;
        if (now - last.quietUntil >= 0) {
            LOG.warn("{} ('{}' times since this was last logged)", event, last.unsaid);
            last.unsaid = 0;
            last.quietUntil = now + PAUSE_NANOS;
        }
    }

    private static Event quietUntil(long now) {
        var event = new Event();
        event.quietUntil = now;
        return event;
    }
}

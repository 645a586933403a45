// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.instances;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.SharedMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which contexts ended before their time, for as long as their tokens could be used: sessions that were cancelled, and negotiated tokens that
 * opened a session. A token that carries its state says nothing about that. With a shared memory all instances know it; without one, each instance knows what
 * it ended itself. Bounded: without a shared memory, what there is no room for is not remembered. Safe for use by several threads.
 */
public final class EndedContexts {
    /** The largest number of contexts; they take about 20 MB. */
    private static final int CAPACITY = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(EndedContexts.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final Optional<SharedMemory> memory;
    private final Duration keep;
    private final Clock clock;
    private final int capacity;
    // In the order of their ends, since each is kept for as long as any other.
    private final Map<String, Instant> known = new LinkedHashMap<>();
    private Instant nextWarning = Instant.MIN;

    /** @param keep for how long a token of a context may be used after the context ended */
    public EndedContexts(Optional<SharedMemory> memory, Duration keep, Clock clock) {
        this(memory, keep, clock, CAPACITY);
    }

    EndedContexts(Optional<SharedMemory> memory, Duration keep, Clock clock, int capacity) {
        this.memory = memory;
        this.keep = keep;
        this.clock = clock;
        this.capacity = capacity;
    }

    /**
     * Ends a context.
     *
     * @return whether this was the first time
     * @throws MessageSecurityException with {@link SecurityFault#TOO_MANY_SESSIONS} if there is no room, or
     *     {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE}; then the context may not have ended
     */
    public boolean end(String context) {
        if (isKnown(context)) {
            return false;
        }
        boolean first = memory.map(shared -> shared.end(context, keep)).orElse(true);
        // What the shared memory knows may be forgotten here.
        boolean here = note(context) || memory.isPresent();
        return first && here;
    }

    /**
     * Ends a context whose owner needs it no longer. Without a shared memory this is no more than an endeavour: other instances do not know it either, so this
     * one does not refuse to end what it has no room to remember.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE}; then the context may not have ended
     */
    public void endIfPossible(String context) {
        try {
            end(context);
        } catch (MessageSecurityException full) {
            if (full.fault() != SecurityFault.TOO_MANY_SESSIONS) {
                throw full;
            }
            warn(full);
        }
    }

    private synchronized void warn(MessageSecurityException full) {
        Instant now = clock.instant();
        if (!now.isBefore(nextWarning)) {
            nextWarning = now.plus(BETWEEN_WARNINGS);
            LOG.warn("Sessions are cancelled whose tokens can be used until they expire. {}", full.getMessage());
        }
    }

    /** Returns whether a context has ended, as far as this instance knows; with a shared memory each message asks it, too. */
    public synchronized boolean isKnown(String context) {
        return known.containsKey(context);
    }

    /**
     * Returns whether a context has ended.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE}
     */
    public boolean hasEnded(String context) {
        return isKnown(context)
                || memory.map(shared -> shared.hasEnded(context)).orElse(false);
    }

    private synchronized boolean note(String context) {
        Instant now = clock.instant();
        Iterator<Instant> oldest = known.values().iterator();
        while (oldest.hasNext() && !oldest.next().isAfter(now)) {
            oldest.remove();
        }
        if (known.size() < capacity) {
            return known.putIfAbsent(context, now.plus(keep)) == null;
        }
        if (memory.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.TOO_MANY_SESSIONS,
                    "There is no room to remember that another session or negotiated token ended (expected less than '"
                            + capacity + "' in the last " + keep
                            + "). Let clients keep their ports, shorten session.key-lifetime, or give the instances a shared memory.");
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the negotiations that are under way at a service: few, and each for a short time. The thread that processes a leg takes the negotiation out
 * and puts it back afterwards, so no leg is processed twice or beside another. If there is no room, a new negotiation is refused before it costs
 * anything, and none that is under way is lost: a cache, which evicts, does the opposite. Safe for use by several threads.
 *
 * @param <N> what is kept of one negotiation
 */
final class PendingNegotiations<N> {
    private final NegotiationSettings settings;
    private final Clock clock;
    private final LinkedHashMap<String, Waiting<N>> waiting = new LinkedHashMap<>();
    private final Set<String> takenOut = new HashSet<>();

    PendingNegotiations(NegotiationSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private record Waiting<N>(N negotiation, Instant until) {}

    /** A negotiation that one thread has taken out to process a leg. */
    final class Taken {
        private final String context;
        private final N negotiation;
        private final Instant until;
        private boolean waitsAgain;

        private Taken(String context, N negotiation, Instant until) {
            this.context = context;
            this.negotiation = negotiation;
            this.until = until;
        }

        N negotiation() {
            return negotiation;
        }

        /** Lets the negotiation wait for its next leg. */
        void putBack() {
            waitsAgain = true;
            PendingNegotiations.this.putBack(this);
        }

        /** Forgets the negotiation, unless it waits for its next leg; its context may be used again. */
        void release() {
            // Once it waits, another thread may have taken it out.
            if (!waitsAgain) {
                PendingNegotiations.this.release(context);
            }
        }
    }

    /**
     * Begins a negotiation.
     *
     * @param creator called only if there is room
     * @throws MessageSecurityException with {@link SecurityFault#TOO_MANY_NEGOTIATIONS}, or {@link SecurityFault#TOKEN_REQUEST_INVALID} if the
     *     context is in use
     */
    Taken open(String context, Supplier<N> creator) {
        reserve(context);
        boolean opened = false;
        try {
            var taken = new Taken(context, creator.get(), clock.instant().plus(settings.timeout()));
            opened = true;
            return taken;
        } finally {
            if (!opened) {
                release(context);
            }
        }
    }

    private synchronized void reserve(String context) {
        forgetOver(clock.instant());
        if (waiting.containsKey(context) || takenOut.contains(context)) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "A first leg uses the Context of a negotiation that is under way (expected a new one). A message was sent twice, or two"
                            + " clients chose the same Context.");
        }
        int pending = waiting.size() + takenOut.size();
        if (pending >= settings.maxPending()) {
            throw new MessageSecurityException(
                    SecurityFault.TOO_MANY_NEGOTIATIONS,
                    "There are '" + pending + "' negotiations under way (expected less than '" + settings.maxPending()
                            + "'). Clients begin negotiations and do not continue them, or negotiation.max-pending is too low.");
        }
        takenOut.add(context);
    }

    private void forgetOver(Instant now) {
        waiting.values().removeIf(each -> !each.until.isAfter(now));
    }

    /** Takes a negotiation out for its next leg; empty if there is none, its time is over, or another thread has taken it out. */
    synchronized Optional<Taken> take(String context) {
        @Nullable Waiting<N> found = waiting.remove(context);
        if (found == null || !found.until.isAfter(clock.instant())) {
            return Optional.empty();
        }
        takenOut.add(context);
        return Optional.of(new Taken(context, found.negotiation, found.until));
    }

    /** Returns whether a negotiation is under way here. */
    synchronized boolean has(String context) {
        return waiting.containsKey(context) || takenOut.contains(context);
    }

    private synchronized void putBack(Taken taken) {
        takenOut.remove(taken.context);
        waiting.put(taken.context, new Waiting<>(taken.negotiation, taken.until));
    }

    private synchronized void release(String context) {
        takenOut.remove(context);
    }

    /** Returns how many negotiations are under way. */
    synchronized int size() {
        forgetOver(clock.instant());
        return waiting.size() + takenOut.size();
    }
}

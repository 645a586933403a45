// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.internal.token.SecurityContextKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The contexts that a service negotiated, in the memory of this process. As in WCF the one that was unused for the longest time makes room
 * where there is none; its client negotiates again. Safe for use by several threads.
 */
final class NegotiatedKeys {
    private static final float LOAD_FACTOR = 0.75f;

    private final int most;
    private final Clock clock;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    NegotiatedKeys(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /**
     * One context.
     *
     * @param owner whose certificate the handshake showed
     */
    record Entry(SecurityContextKey key, X509Certificate owner, Instant expires) {
        String identifier() {
            return key.token().identifier();
        }
    }

    synchronized void add(Entry entry) {
        entries.values().removeIf(this::isOver);
        if (entries.size() >= most) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(entry.identifier(), entry);
    }

    synchronized Optional<Entry> find(String identifier) {
        return Optional.ofNullable(entries.get(identifier)).filter(entry -> !isOver(entry));
    }

    /** Forgets a context; returns whether it was there. */
    synchronized boolean remove(String identifier) {
        return entries.remove(identifier) != null;
    }

    private boolean isOver(Entry entry) {
        return !entry.expires().isAfter(clock.instant());
    }
}

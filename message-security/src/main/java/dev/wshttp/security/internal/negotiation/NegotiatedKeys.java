// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Keeps the keys that a service negotiated in the memory of this process, until they expire. As in WCF, if there is no room, the key that was unused
 * for the longest time is forgotten, and its client negotiates again. To name a key is no use of it, because any peer can name it. A cache that judges by
 * frequency, as Caffeine's does, would rather refuse the new key, whose client waits for its first call. Safe for use by several threads.
 */
final class NegotiatedKeys implements KnownKeys {
    private final int most;
    private final Clock clock;
    // The one that was unused for the longest time comes first.
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

    NegotiatedKeys(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /**
     * One key.
     *
     * @param owner the client's certificate, which the handshake proved
     */
    record Entry(SecurityContextKey key, X509Certificate owner, Instant expires) {
        String identifier() {
            return key.token().identifier();
        }
    }

    @Override
    public synchronized void add(Entry entry) {
        if (entries.size() >= most) {
            entries.values().removeIf(this::isOver);
        }
        if (entries.size() >= most) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(entry.identifier(), entry);
    }

    @Override
    public Optional<Entry> find(SecurityContextToken named) {
        return find(named.identifier());
    }

    synchronized Optional<Entry> find(String identifier) {
        return Optional.ofNullable(entries.get(identifier)).filter(entry -> !isOver(entry));
    }

    @Override
    public synchronized Optional<Entry> proved(SecurityContextToken named) {
        Optional<Entry> used = find(named);
        used.ifPresent(entry -> {
            entries.remove(entry.identifier());
            entries.put(entry.identifier(), entry);
        });
        return used;
    }

    /** Forgets a key, and returns whether it was there. */
    synchronized boolean remove(String identifier) {
        return entries.remove(identifier) != null;
    }

    synchronized void clear() {
        entries.clear();
    }

    @Override
    public boolean spend(SecurityContextToken token) {
        return remove(token.identifier());
    }

    private boolean isOver(Entry entry) {
        return !entry.expires().isAfter(clock.instant());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.internal.token.SecurityContextKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A session as the service knows it. It answers under the key that the client used last, and accepts the one before for a while
 * (WCF: {@code SessionKeyRolloverInterval}). Safe for use by several threads, which share it no longer than it takes to read a list.
 */
final class ServiceSession {
    // WCF keeps as many.
    private static final int MOST_KEYS = 5;

    private final String identifier;
    private final X509Certificate owner;
    private final Duration rollover;
    private final List<Accepted> accepted = new ArrayList<>();
    private SessionKey outgoing;
    private int running;
    private boolean over;

    ServiceSession(String identifier, X509Certificate owner, SessionKey first, Duration rollover) {
        this.identifier = identifier;
        this.owner = owner;
        this.rollover = rollover;
        this.outgoing = first;
        this.accepted.add(new Accepted(first, Instant.MAX));
    }

    String identifier() {
        return identifier;
    }

    /** Who opened the session. */
    X509Certificate owner() {
        return owner;
    }

    /** The keys that requests may use now. */
    synchronized List<SecurityContextKey> keys(Instant now) {
        accepted.removeIf(entry -> {
            boolean over = !entry.until.isAfter(now);
            if (over) {
                entry.key.key().destroy();
            }
            return over;
        });
        return accepted.stream().map(entry -> entry.key.key()).toList();
    }

    /** The key to answer with. */
    synchronized SessionKey outgoing() {
        return outgoing;
    }

    /** Takes note that a verified request used this key: if it is a new one, it is the key from now on, and all others go out of use. */
    synchronized SessionKey used(SecurityContextKey key, Instant now) {
        SessionKey found = accepted.stream()
                .map(Accepted::key)
                .filter(candidate -> candidate.key().equals(key))
                .findFirst()
                .orElse(outgoing);
        if (found.created().isAfter(outgoing.created())) {
            outgoing = found;
            Instant end = now.plus(rollover);
            accepted.replaceAll(entry -> afterSwitch(entry, found, end));
        }
        return found;
    }

    /** Older keys have an end now; the one in use, and newer ones that the client may have, have none. */
    private static Accepted afterSwitch(Accepted entry, SessionKey present, Instant end) {
        if (entry.key.equals(present)) {
            return entry.until(Instant.MAX);
        }
        boolean older = entry.key.created().isBefore(present.created());
        return older && entry.until.isAfter(end) ? entry.until(end) : entry;
    }

    /** Adds a key, which the client may use at once. */
    synchronized void add(SessionKey key) {
        if (accepted.size() == MOST_KEYS) {
            Accepted oldest = accepted.get(0).key.equals(outgoing) ? accepted.get(1) : accepted.get(0);
            accepted.remove(oldest);
            oldest.key.key().destroy();
        }
        accepted.add(new Accepted(key, Instant.MAX));
    }

    /** A call that is under way; its answer still needs the keys. */
    interface RunningCall extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes note that a call begins; close what is returned when its answer is secured. */
    synchronized RunningCall enter() {
        running++;
        var left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                leave();
            }
        };
    }

    private synchronized void leave() {
        running--;
        wipeIfOver();
    }

    /** Wipes all keys, now or when the last call that is under way has its answer. */
    synchronized void destroy() {
        over = true;
        wipeIfOver();
    }

    private void wipeIfOver() {
        if (over && running == 0) {
            accepted.forEach(entry -> entry.key.key().destroy());
        }
    }

    @Override
    public String toString() {
        return identifier;
    }

    private record Accepted(SessionKey key, Instant until) {
        Accepted until(Instant end) {
            return new Accepted(key, end);
        }
    }
}

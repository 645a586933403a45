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
 * A session as its service knows it. The service answers under the key that the client used last, and accepts the previous key for a while
 * (WCF: {@code SessionKeyRolloverInterval}). Safe for use by several threads.
 */
final class ServiceSession {
    // As in WCF.
    private static final int MOST_KEYS = 5;

    private final String identifier;
    private final SessionOwner owner;
    private final Duration rollover;
    private final List<Accepted> accepted = new ArrayList<>();
    private SessionKey outgoing;
    private int running;
    private boolean over;

    ServiceSession(String identifier, X509Certificate owner, SessionKey first, Duration rollover) {
        this.identifier = identifier;
        this.owner = new SessionOwner(owner);
        this.rollover = rollover;
        this.outgoing = first;
        this.accepted.add(new Accepted(first, Instant.MAX));
    }

    String identifier() {
        return identifier;
    }

    /** Returns the certificate of the client that opened the session. */
    X509Certificate owner() {
        return owner.certificate();
    }

    /** Returns the keys that requests may use now. */
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

    /** Returns the key of answers. */
    synchronized SessionKey outgoing() {
        return outgoing;
    }

    /** Takes note that a verified request used a key. A newer key than the present one becomes the present one, and older keys get an end. */
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

    /** Gives an older key its end; the present key, and newer ones that the client may have, get none. */
    private static Accepted afterSwitch(Accepted entry, SessionKey present, Instant end) {
        if (entry.key.equals(present)) {
            return entry.until(Instant.MAX);
        }
        boolean older = entry.key.created().isBefore(present.created());
        return older && entry.until.isAfter(end) ? entry.until(end) : entry;
    }

    /** Adds a key, which the client may use at once. If there are too many, the oldest key that is not in use is wiped. */
    synchronized void add(SessionKey key) {
        if (accepted.size() == MOST_KEYS) {
            Accepted oldest = accepted.get(0).key.equals(outgoing) ? accepted.get(1) : accepted.get(0);
            accepted.remove(oldest);
            oldest.key.key().destroy();
        }
        accepted.add(new Accepted(key, Instant.MAX));
    }

    /** A call that is under way, whose answer needs the keys. */
    interface RunningCall extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes note that a call begins. The caller closes the result when the answer is secured. */
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

    /** Ends the session: wipes all keys, now or when the last call that is under way has its answer. */
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

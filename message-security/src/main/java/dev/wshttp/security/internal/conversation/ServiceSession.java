// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

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
    private @Nullable Instant outgoingSince;
    private int running;
    private boolean over;
    private final long generation;
    private final AtomicBoolean isPlaced = new AtomicBoolean();

    ServiceSession(String identifier, X509Certificate owner, SessionKey first, Duration rollover) {
        this(identifier, owner, first, rollover, 0);
    }

    /** @param generation that of the keys for tokens under which the session was opened or found */
    ServiceSession(String identifier, X509Certificate owner, SessionKey first, Duration rollover, long generation) {
        this.generation = generation;
        this.identifier = identifier;
        this.owner = new SessionOwner(owner);
        this.rollover = rollover;
        this.outgoing = first;
        this.accepted.add(new Accepted(first, Instant.MAX));
    }

    String identifier() {
        return identifier;
    }

    /** Returns under which generation of keys for tokens the session was opened or found. */
    long generation() {
        return generation;
    }

    /** Returns whether this is the first time that the session needs its place among those of all instances for the whole of its life. */
    boolean isFirstPlacing() {
        return isPlaced.compareAndSet(false, true);
    }

    /** Takes note that the session got no place. */
    void isNotPlaced() {
        isPlaced.set(false);
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
        var keys = new ArrayList<SecurityContextKey>(accepted.size());
        accepted.forEach(entry -> keys.add(entry.key.key()));
        return keys;
    }

    /** Returns the key of answers. */
    synchronized SessionKey outgoing() {
        return outgoing;
    }

    /** Returns when the newest key was made, which the client may not have used yet. */
    synchronized Instant newest() {
        return accepted.stream()
                .map(entry -> entry.key.created())
                .max(Comparator.naturalOrder())
                .orElse(outgoing.created());
    }

    /** Takes note that a verified request used a key. A newer key than the present one becomes the present one, and older keys get an end. */
    synchronized SessionKey used(SecurityContextKey key, Instant now) {
        for (Accepted entry : accepted) {
            if (entry.key.key().equals(key)) {
                return used(entry.key, now);
            }
        }
        return used(outgoing, now);
    }

    /** Takes note of the same about the key of a token. */
    synchronized SessionKey used(SecurityContextToken named, Instant now) {
        return used(key(named).orElse(outgoing), now);
    }

    private SessionKey used(SessionKey found, Instant now) {
        if (outgoingSince == null) {
            outgoingSince = now;
        }
        if (found.created().isAfter(outgoing.created())) {
            outgoing = found;
            outgoingSince = now;
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

    /** Returns the key of a token, if it is one of this session as it was issued. */
    synchronized Optional<SessionKey> key(SecurityContextToken named) {
        for (Accepted entry : accepted) {
            if (entry.key.key().token().isCarriedAs(named)) {
                return Optional.of(entry.key);
            }
        }
        return Optional.empty();
    }

    /** Returns whether {@link #recall} would accept a key. */
    synchronized boolean mayRecall(SessionKey key, Instant now) {
        return key(key.key().token()).isPresent()
                || !key.created().isBefore(outgoing.created())
                || endOfFormer(now).isAfter(now);
    }

    private Instant endOfFormer(Instant now) {
        return (outgoingSince == null ? now : outgoingSince).plus(rollover);
    }

    /**
     * Adds a key that the session had before. A key that is older than the present one is accepted for as long after the change of keys as if it had been here
     * then.
     *
     * @return false if that time is over
     */
    synchronized boolean recall(SessionKey key, Instant now) {
        if (key(key.key().token()).isPresent()) {
            return true;
        }
        if (!key.created().isBefore(outgoing.created())) {
            add(key);
            return true;
        }
        Instant end = endOfFormer(now);
        if (!end.isAfter(now)) {
            return false;
        }
        add(key);
        accepted.replaceAll(entry -> entry.key.equals(key) ? entry.until(end) : entry);
        return true;
    }

    /**
     * Adds a key, which the client may use at once. If there are too many, the key that was made first and does not make the answers is dropped. It is not
     * wiped, because a message under it may be about to be verified.
     */
    synchronized void add(SessionKey key) {
        if (accepted.size() == MOST_KEYS) {
            accepted.stream()
                    .filter(entry -> !entry.key.equals(outgoing))
                    .min(Comparator.comparing(entry -> entry.key.created()))
                    .ifPresent(accepted::remove);
        }
        accepted.add(new Accepted(key, Instant.MAX));
    }

    /** A call that is under way, whose answer needs the keys. */
    interface RunningCall extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes note that a call begins. The caller closes the result when the answer is secured.
     *
     * @throws MessageSecurityException as {@link #ended()} if the session ended: an operation must not run if its answer cannot be secured
     */
    synchronized RunningCall enter() {
        if (over) {
            throw ended();
        }
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

    /** Returns the refusal, with {@link SecurityFault#CONTEXT_NOT_RECOGNIZED}, of a message whose session ended while it was verified. */
    MessageSecurityException ended() {
        return new MessageSecurityException(
                SecurityFault.CONTEXT_NOT_RECOGNIZED,
                "The session '" + identifier
                        + "' ended while a message of it was verified (expected one that is alive).");
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

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The security context that all threads of a port share. One thread makes or renews it; the others wait only where there is none that is
 * still good. Safe for use by several threads.
 *
 * @param <C> the keys and when they have to be renewed
 */
public final class SharedContext<C extends SharedContext.Lifespan> {
    private final Maker<C> maker;
    private final Clock clock;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable C present;
    private volatile @Nullable Failure lastFailure;
    private volatile boolean closed;

    public SharedContext(Maker<C> maker, Clock clock) {
        this.maker = maker;
        this.clock = clock;
    }

    /** How long a context is good, and with whom. */
    public interface Lifespan {
        /** The service that the context is with. */
        Peer.Name peer();

        /** From when on another one is wanted. */
        Instant renewAt();

        /** From when on it is of no use. */
        Instant expires();
    }

    /** Makes contexts and ends them. */
    public interface Maker<C> {
        /**
         * Makes a context.
         *
         * @param old one with the same service that has to be renewed
         */
        C make(Optional<C> old, Peer peer);

        /** Ends a context that nobody uses any more. */
        void end(C context, Peer peer);
    }

    /**
     * The context with a service, made or renewed if needs be.
     *
     * @throws MessageSecurityException if it cannot be made
     */
    public C get(Peer peer) {
        C found = present;
        if (found != null && found.peer().equals(peer.name())) {
            if (!isDue(found)) {
                return found;
            }
            // One thread renews; meanwhile the others go on with the key that they have.
            if (!isOver(found) && !making.tryLock()) {
                return found;
            }
        }
        Failure before = lastFailure;
        if (!making.isHeldByCurrentThread()) {
            making.lock();
        }
        try {
            requireNoNewFailure(before);
            return kept(made(peer), peer);
        } finally {
            making.unlock();
        }
    }

    /** The context as it is, if there is one. */
    public Optional<C> present() {
        return Optional.ofNullable(present);
    }

    /** Changes the context, if there is one, or drops it. */
    public void change(Function<C, Optional<C>> change) {
        making.lock();
        try {
            present = present().flatMap(change).orElse(null);
        } finally {
            making.unlock();
        }
    }

    /** Ends the context, if there is one; a thread that is about to make one gets an error. */
    public void close(Peer peer) {
        closed = true;
        C last = present;
        present = null;
        if (last != null) {
            maker.end(last, peer);
        }
    }

    private C made(Peer peer) {
        Optional<C> old = present().filter(context -> context.peer().equals(peer.name()));
        if (old.isPresent() && !isDue(old.get())) {
            return old.get();
        }
        try {
            return maker.make(old, peer);
        } catch (RuntimeException failed) {
            lastFailure = new Failure(failed);
            throw failed;
        }
    }

    private C kept(C made, Peer peer) {
        present = made;
        lastFailure = null;
        if (closed) {
            present = null;
            maker.end(made, peer);
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The port was closed while a call of it opened a security context (expected an open port).");
        }
        return made;
    }

    /** Whoever waited for another thread's attempt shares its outcome, rather than wait as long once more. */
    private void requireNoNewFailure(@Nullable Failure before) {
        Failure now = lastFailure;
        if (now != null && !now.equals(before)) {
            throw now.forAnother();
        }
    }

    private boolean isDue(C context) {
        return !clock.instant().isBefore(context.renewAt());
    }

    private boolean isOver(C context) {
        return context.renewAt().equals(Instant.MIN) || !clock.instant().isBefore(context.expires());
    }

    /** An attempt to make a context that failed. */
    private record Failure(RuntimeException reason) {
        RuntimeException forAnother() {
            return reason instanceof MessageSecurityException refused
                    ? new MessageSecurityException(refused.fault(), String.valueOf(refused.getMessage()), refused)
                    : reason;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509CertificateValidator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The security context that all threads of a port share. One thread makes or renews it; the others wait only where there is none that is
 * still good, and what cannot be renewed is used to its end. Safe for use by several threads.
 *
 * @param <C> the keys and when they have to be renewed
 */
public final class Renewable<C extends Renewable.Lifespan> {
    private static final Logger LOG = LoggerFactory.getLogger(Renewable.class);

    // Between two attempts to renew what is still good.
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Maker<C> maker;
    private final X509CertificateValidator services;
    private final Clock clock;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable C present;
    private volatile @Nullable C distrusted;
    private volatile @Nullable Failure lastFailure;
    private volatile Instant retryAt = Instant.MIN;
    private volatile boolean closed;

    /** @param services judges the service's certificate again while a context with it is in use */
    public Renewable(Maker<C> maker, X509CertificateValidator services, Clock clock) {
        this.maker = maker;
        this.services = services;
        this.clock = clock;
    }

    /** How long a context is good, and with whom. */
    public interface Lifespan {
        /** The service that the context is with. */
        Peer.Name peer();

        /** The certificate by which that service proved itself when the context was made. */
        X509Certificate service();

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
     * Returns the context with a service, made or renewed if needs be. While a context lives, the service's certificate may expire or be
     * revoked: then the context is of no use until another one was made, for which the service proves itself again.
     *
     * @throws MessageSecurityException if it cannot be made
     */
    public C get(Peer peer) {
        C found = current(peer);
        if (isTrusted(found)) {
            return found;
        }
        distrusted = found;
        return current(peer);
    }

    private boolean isTrusted(C context) {
        try {
            services.require(context.service());
            return true;
        } catch (MessageSecurityException refused) {
            LOG.info(
                    "The security context with {} is not used: {}",
                    context.peer().address(),
                    refused.getMessage());
            return false;
        }
    }

    private C current(Peer peer) {
        requireOpen();
        C found = presentFor(peer);
        if (found != null && !isDue(found)) {
            return found;
        }
        Failure before = lastFailure;
        // One thread renews; meanwhile the others go on with the key that they have.
        if (found == null || isOver(found)) {
            making.lock();
        } else if (!making.tryLock()) {
            return found;
        }
        try {
            requireOpen();
            requireNoNewFailure(before, peer);
            return kept(made(peer), peer);
        } finally {
            making.unlock();
        }
    }

    private @Nullable C presentFor(Peer peer) {
        C found = present;
        return found != null && found.peer().equals(peer.name()) ? found : null;
    }

    private void requireOpen() {
        if (closed) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The port is closed (expected an open one: its security context ended with it). Make another port.");
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
            if (!closed) {
                present = present().flatMap(change).orElse(null);
            }
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
        C old = presentFor(peer);
        if (old != null && !isDue(old)) {
            return old;
        }
        try {
            return maker.make(Optional.ofNullable(old), peer);
        } catch (RuntimeException failed) {
            if (old != null && !isOver(old)) {
                LOG.warn(
                        "The security context with {} was not renewed and is used on until {}; another attempt follows",
                        peer.address(),
                        old.expires(),
                        failed);
                retryAt = clock.instant().plus(PAUSE);
                return old;
            }
            lastFailure = new Failure(failed, peer.name());
            throw failed;
        }
    }

    private C kept(C made, Peer peer) {
        present = made;
        lastFailure = null;
        if (closed) {
            present = null;
            maker.end(made, peer);
            requireOpen();
        }
        return made;
    }

    /** Whoever waited for another thread's attempt shares its outcome, rather than wait as long once more. */
    private void requireNoNewFailure(@Nullable Failure before, Peer peer) {
        Failure now = lastFailure;
        if (now != null && !now.equals(before) && now.peer.equals(peer.name())) {
            throw now.forAnother();
        }
    }

    private boolean isDue(C context) {
        Instant now = clock.instant();
        return isOver(context) || (!now.isBefore(context.renewAt()) && !now.isBefore(retryAt));
    }

    // The very object: another context with the same service may be as good as new.
    @SuppressWarnings("ReferenceEquality")
    private boolean isOver(C context) {
        return context == distrusted
                || context.renewAt().equals(Instant.MIN)
                || !clock.instant().isBefore(context.expires());
    }

    /** An attempt to make a context that failed. */
    private record Failure(RuntimeException reason, Peer.Name peer) {
        RuntimeException forAnother() {
            return reason instanceof MessageSecurityException refused
                    ? new MessageSecurityException(refused.fault(), String.valueOf(refused.getMessage()), refused)
                    : reason;
        }
    }
}

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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the keys that all threads of a port share. The first call makes them, and a later one renews them in time. One thread makes or renews them.
 * The other threads wait only if there are no keys that are still good. If a renewal fails, the present keys are used to their end. Safe for use by
 * several threads.
 *
 * @param <K> the keys, and when they have to be renewed
 */
public final class Renewable<K extends Renewable.Lifespan> {
    private static final Logger LOG = LoggerFactory.getLogger(Renewable.class);

    // The time between two attempts to renew keys that are still good.
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Maker<K> maker;
    private final X509CertificateValidator services;
    private final Supplier<X509Certificate> client;
    private final Clock clock;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable K present;
    private volatile @Nullable K distrusted;
    private volatile @Nullable Failure lastFailure;
    private volatile Instant retryAt = Instant.MIN;
    private volatile boolean closed;

    /**
     * @param services judges the service's certificate again while the keys are in use
     * @param client gives the client's own certificate as it is now
     */
    public Renewable(Maker<K> maker, X509CertificateValidator services, Supplier<X509Certificate> client, Clock clock) {
        this.maker = maker;
        this.services = services;
        this.client = client;
        this.clock = clock;
    }

    /** The lifetime of keys, and the service that they are shared with. */
    public interface Lifespan {
        /** Returns the service that the keys are shared with. */
        Peer.Name peer();

        /** Returns the certificate by which that service proved itself when the keys were made. */
        X509Certificate service();

        /** Returns the certificate by which the client proved itself to that service. */
        X509Certificate client();

        /** Returns the time from which on other keys are wanted. */
        Instant renewAt();

        /** Returns the time from which on the keys are of no use. */
        Instant expires();
    }

    /** Makes keys and ends them. */
    public interface Maker<K> {
        /**
         * Makes keys.
         *
         * @param old present keys with the same service, which have to be renewed; the client's own certificate may be another one now
         */
        K make(Optional<K> old, Peer peer);

        /** Ends keys that are not used any more. */
        void end(K keys, Peer peer);
    }

    /**
     * Returns the keys for a service, made or renewed before if necessary. While keys live, the service's certificate may expire or be revoked.
     * Then they are of no use, and others are made, for which the service has to prove itself again. They are of no use, either, once the client
     * has another certificate of its own: the service knows them as those of the old one, which may have expired or been revoked.
     *
     * @throws MessageSecurityException if the keys cannot be made
     */
    public K get(Peer peer) {
        K found = current(peer);
        if (isTrusted(found)) {
            return found;
        }
        distrusted = found;
        return current(peer);
    }

    private boolean isTrusted(K keys) {
        try {
            services.require(keys.service());
            return true;
        } catch (MessageSecurityException refused) {
            LOG.info("The security context with {} is not used: {}", keys.peer().address(), refused.getMessage());
            return false;
        }
    }

    private K current(Peer peer) {
        requireOpen();
        K found = presentFor(peer);
        if (found != null && !isDue(found)) {
            return found;
        }
        Failure before = lastFailure;
        // One thread renews; the others go on with the present keys meanwhile.
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

    private @Nullable K presentFor(Peer peer) {
        K found = present;
        return found != null && found.peer().equals(peer.name()) ? found : null;
    }

    private void requireOpen() {
        if (closed) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The port is closed (expected an open one: its security context ended with it). Make another port.");
        }
    }

    /** Returns the present keys, if there are any. */
    public Optional<K> present() {
        return Optional.ofNullable(present);
    }

    /** Changes the present keys, if there are any, or drops them. */
    public void change(Function<K, Optional<K>> change) {
        making.lock();
        try {
            if (!closed) {
                present = present().flatMap(change).orElse(null);
            }
        } finally {
            making.unlock();
        }
    }

    /** Ends the present keys, if there are any. A thread that is making keys gets an error. */
    public void close(Peer peer) {
        closed = true;
        K last = present;
        present = null;
        if (last != null) {
            maker.end(last, peer);
        }
    }

    private K made(Peer peer) {
        K old = presentFor(peer);
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

    private K kept(K made, Peer peer) {
        present = made;
        lastFailure = null;
        if (closed) {
            present = null;
            maker.end(made, peer);
            requireOpen();
        }
        return made;
    }

    /** Throws what another thread's attempt failed with while this thread waited for it, so that this thread does not wait as long once more. */
    private void requireNoNewFailure(@Nullable Failure before, Peer peer) {
        Failure now = lastFailure;
        if (now != null && !now.equals(before) && now.peer.equals(peer.name())) {
            throw now.forAnother();
        }
    }

    private boolean isDue(K keys) {
        Instant now = clock.instant();
        return isOver(keys) || (!now.isBefore(keys.renewAt()) && !now.isBefore(retryAt));
    }

    // Compares objects: other keys for the same service may be good.
    @SuppressWarnings("ReferenceEquality")
    private boolean isOver(K keys) {
        return keys == distrusted
                || keys.renewAt().equals(Instant.MIN)
                || !keys.client().equals(client.get())
                || !clock.instant().isBefore(keys.expires());
    }

    /** An attempt to make keys that failed. */
    private record Failure(RuntimeException reason, Peer.Name peer) {
        RuntimeException forAnother() {
            return reason instanceof MessageSecurityException refused
                    ? new MessageSecurityException(refused.fault(), String.valueOf(refused.getMessage()), refused)
                    : reason;
        }
    }
}

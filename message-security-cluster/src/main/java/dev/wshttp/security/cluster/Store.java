// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.SharedMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The store that has the memory, as long as it answers and its clock is near that of this instance. Safe for use by several threads. */
final class Store implements AutoCloseable {
    private final Wires wires;
    private final StoreClock clock;
    private final StoreTrouble trouble;
    private final PresentLink link;
    private final StoreKeeper keeper;
    private final Semaphore probe = new Semaphore(1);

    Store(ClusterSettings settings, Wires wires, Joining joining, Inbox inbox, StoreClock clock) {
        this.wires = wires;
        this.clock = clock;
        this.trouble = new StoreTrouble(settings.uri().orElse(""));
        this.link = new PresentLink(settings, trouble);
        this.keeper = new StoreKeeper(settings, wires, joining, inbox, clock, link);
    }

    /**
     * Tries to connect, and goes on trying in the background.
     *
     * @throws MessageSecurityException if the store answers that it cannot be used like this
     */
    void open() {
        keeper.open();
    }

    /**
     * Waits until a message that is created now is younger than the memory: as long as {@link SharedMemory#MARGIN} for a memory that has just begun, and not at
     * all for an older one or if the store does not answer yet.
     */
    void awaitPassing() {
        Duration rest =
                link.now().map(first -> SharedMemory.MARGIN.minus(first.age())).orElse(Duration.ZERO);
        if (!rest.isNegative()) {
            try {
                TimeUnit.MILLISECONDS.sleep(rest.toMillis());
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Does a step and returns its result.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE} if it is unknown whether it was done
     */
    long ask(Step step) {
        clock.tooFarApart().ifPresent(apart -> {
            throw link.unavailable("its clock and that of this instance are '" + apart + "' apart (expected at most "
                    + StoreClock.MOST + ")");
        });
        if (step.script().effect() == Script.Effect.NONE || trouble.present().isEmpty()) {
            return link.ask(step);
        }
        // It answers, and takes no entries: one request at a time finds out whether that is over, and none waits behind
        // it.
        if (!probe.tryAcquire()) {
            throw link.unavailable("it " + trouble.present().orElse("takes entries again"));
        }
        try {
            return link.ask(step);
        } finally {
            probe.release();
        }
    }

    /** Sends a message to a channel and returns how many got it; throws as {@link #ask}. */
    long publish(byte[] to, byte[] message) {
        return link.await(link.present(), present -> present.publish(to, message));
    }

    /** Returns whether {@link Script#HAND_OVER} tells that no instance received a leg. */
    boolean countsReceivers() {
        return link.present().countsReceivers();
    }

    /**
     * Returns since when the memory is complete, as of the last time it answered: by the store's clock, or by that of this instance if it is ahead. What was
     * accepted before may bear the time of either.
     */
    Instant completeSince() {
        return link.completeSince().plus(clock.storeIsBehind());
    }

    @Override
    public void close() {
        keeper.close();
        link.close();
        wires.close();
    }
}

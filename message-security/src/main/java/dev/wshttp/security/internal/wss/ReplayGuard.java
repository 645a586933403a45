// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.UtcTime;
import dev.wshttp.security.internal.wss.RecentFingerprints.Recollection;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Remembers the primary signature of each accepted message for as long as its timestamp could pass again. The memory is bounded. When it is full, new
 * messages are refused and no remembered one is forgotten; a cache would forget one, which an attacker could then send again.
 *
 * <p>A message takes 11 to 22 bytes, and none are taken in advance. Of each signature a fingerprint of 64 bits is kept, in the share that a second
 * fingerprint selects. The keys of both are random and belong to one guard, so that no peer can make two signatures with the same fingerprints. An
 * honest message is mistaken for a copy with a probability of {@code n / 2^69}, where {@code n} is the number of remembered messages: once in 150
 * years of 10,000 messages a second.
 *
 * <p>Messages are forgotten together with all others of the same {@link #PERIOD}. If the clock is set back, none is forgotten too early, and messages
 * are refused while copies of forgotten ones could pass; {@link #CLOCK_STEP} is tolerated. Safe for use by several threads.
 */
public final class ReplayGuard {
    /** The time of the messages that are forgotten together, the oldest of which are kept for that much longer than they have to be. */
    static final Duration PERIOD = Duration.ofMinutes(4);

    /** How much longer than its window each message is kept, since programs that keep clocks right set them back by a little. */
    static final Duration CLOCK_STEP = Duration.ofMinutes(1);

    private static final int SHARES = 32;

    private final Clock clock;
    private final Duration window;
    private final int capacity;
    private final SipHash fingerprints;
    private final SipHash shareFingerprints;
    private final RecentFingerprints[] shares =
            Stream.generate(RecentFingerprints::new).limit(SHARES).toArray(RecentFingerprints[]::new);
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong firstKept = new AtomicLong(Long.MIN_VALUE);

    /**
     * Creates an empty memory.
     *
     * @param window for how long after its acceptance the timestamp of a message may pass
     * @param capacity how many messages it remembers at most
     */
    public ReplayGuard(Clock clock, SecureRandom random, Duration window, int capacity) {
        this.clock = clock;
        this.window = window;
        this.capacity = capacity;
        this.fingerprints = SipHash.withNewKey(random);
        this.shareFingerprints = SipHash.withNewKey(random);
    }

    /**
     * Requires that a message was not accepted before, without taking note of it.
     *
     * @param signatureValue base64 of the primary signature value, without white space
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_REPLAYED}, or {@link SecurityFault#TIMESTAMP_OUT_OF_RANGE} if the clock was
     *     set back so far that the message could be a copy of a forgotten one
     */
    public void requireUnseen(String signatureValue) {
        long now = clock.millis();
        byte[] octets = signatureValue.getBytes(StandardCharsets.UTF_8);
        require(share(octets).recall(fingerprints.of(octets), firstNeeded(now)), now);
    }

    /**
     * Takes note of a message.
     *
     * @param signatureValue base64 of the primary signature value, without white space
     * @throws MessageSecurityException as {@link #requireUnseen}, or with {@link SecurityFault#REPLAY_MEMORY_FULL}
     */
    public void require(String signatureValue) {
        long now = clock.millis();
        takePlace(now);
        byte[] octets = signatureValue.getBytes(StandardCharsets.UTF_8);
        Recollection before = share(octets).add(fingerprints.of(octets), firstNeeded(now), period(now));
        if (before != Recollection.UNSEEN) {
            size.decrementAndGet();
        }
        require(before, now);
    }

    /** Returns how many messages it remembers. */
    public int size() {
        return size.get();
    }

    /** Returns how many messages it remembers at most. */
    public int capacity() {
        return capacity;
    }

    /** Returns for how long after its acceptance the timestamp of a message may pass. */
    Duration window() {
        return window;
    }

    private RecentFingerprints share(byte[] octets) {
        return shares[(int) shareFingerprints.of(octets) & (SHARES - 1)];
    }

    private void takePlace(long now) {
        long kept = period(now - window.toMillis() - CLOCK_STEP.toMillis());
        // What is over is forgotten in all shares at once, since many of them may get no more messages for a long time.
        if (firstKept.get() != kept && firstKept.getAndSet(kept) != kept) {
            forgetBefore(kept);
        }
        if (!hasTakenPlace()) {
            // Another thread may be about to forget.
            forgetBefore(kept);
            if (!hasTakenPlace()) {
                throw full();
            }
        }
    }

    private boolean hasTakenPlace() {
        if (size.incrementAndGet() <= capacity) {
            return true;
        }
        size.decrementAndGet();
        return false;
    }

    private void forgetBefore(long period) {
        for (RecentFingerprints share : shares) {
            size.addAndGet(-share.forgetBefore(period));
        }
    }

    /** The first period from which the timestamp of an accepted message may still pass. */
    private long firstNeeded(long now) {
        return period(now - window.toMillis());
    }

    private static long period(long time) {
        return Math.floorDiv(time, PERIOD.toMillis());
    }

    private void require(Recollection before, long now) {
        switch (before) {
            case UNSEEN -> {}
            case SEEN ->
                throw new MessageSecurityException(
                        SecurityFault.MESSAGE_REPLAYED,
                        "A message with this signature was accepted before (expected each message once). It was sent again: if by a proxy or a"
                                + " retry, let the sender make a new message instead.");
            case LOST ->
                throw new MessageSecurityException(
                        SecurityFault.TIMESTAMP_OUT_OF_RANGE,
                        "The clock of this side was set back to '" + UtcTime.text(Instant.ofEpochMilli(now))
                                + "', and the message may be a copy of one that the memory for replay detection has forgotten (expected a clock"
                                + " that is set back by no more than " + CLOCK_STEP
                                + "). Messages are refused until the clock is where it was before, or this side is started again, which forgets"
                                + " the others, too.");
        }
    }

    private MessageSecurityException full() {
        return new MessageSecurityException(
                SecurityFault.REPLAY_MEMORY_FULL,
                "The memory for replay detection holds '" + capacity + "' messages of the last " + window
                        + " and is full. If that many are wanted, raise replay-cache-size.");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Remembers the primary signature of each accepted message for as long as its timestamp could pass again. The memory is bounded; when it
 * is full, messages are refused rather than forgotten. Safe for use by several threads, without a lock.
 *
 * <p>The timestamp of a message is judged when its verification begins, and this memory is asked when it ends. So each message is remembered for
 * longer than its timestamp could pass, by more than a verification takes: a copy that was just fresh enough when it came is found all the same.
 */
public final class ReplayGuard {
    // Much of it is for lookups of revocation, which have 20 seconds.
    private static final Duration LONGEST_VERIFICATION = Duration.ofMinutes(1);

    private final Clock clock;
    private final Duration kept;
    private final int capacity;
    private final ConcurrentMap<String, Boolean> seen = new ConcurrentHashMap<>();
    private final Queue<Entry> oldestFirst = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /** @param window how long the timestamp of a message can pass */
    public ReplayGuard(Clock clock, Duration window, int capacity) {
        this.clock = clock;
        this.kept = window.plus(LONGEST_VERIFICATION);
        this.capacity = capacity;
    }

    /**
     * Takes note of a message.
     *
     * @param signatureValue base64 of the primary signature value, without white space
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_REPLAYED} or {@link SecurityFault#REPLAY_MEMORY_FULL}
     */
    public void require(String signatureValue) {
        Instant now = clock.instant();
        forgetExpired(now);
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            throw new MessageSecurityException(
                    SecurityFault.REPLAY_MEMORY_FULL,
                    "The memory for replay detection holds '" + capacity + "' messages of the last " + kept
                            + " and is full. If that many are wanted, raise replay-cache-size.");
        }
        if (seen.putIfAbsent(signatureValue, Boolean.TRUE) != null) {
            size.decrementAndGet();
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_REPLAYED,
                    "A message with this signature was accepted before (expected each message once). Somebody sent it again: if it was a"
                            + " proxy or a retry, let the sender make a new message instead.");
        }
        oldestFirst.add(new Entry(signatureValue, now.plus(kept)));
    }

    private void forgetExpired(Instant now) {
        for (Entry oldest = oldestFirst.peek();
                oldest != null && oldest.expires.isBefore(now);
                oldest = oldestFirst.peek()) {
            if (oldestFirst.remove(oldest)) {
                seen.remove(oldest.signatureValue);
                size.decrementAndGet();
            }
        }
    }

    private record Entry(String signatureValue, Instant expires) {}
}

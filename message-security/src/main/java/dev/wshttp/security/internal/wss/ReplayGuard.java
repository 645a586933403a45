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
 * Remembers the primary signature of each accepted message for as long as its timestamp could pass again. The memory is bounded. When it is full, new
 * messages are refused and no remembered one is forgotten; a cache would forget one, which an attacker could then send again. Safe for use by several
 * threads, without a lock.
 */
public final class ReplayGuard {
    private final Clock clock;
    private final Duration window;
    private final int capacity;
    private final ConcurrentMap<String, Boolean> seen = new ConcurrentHashMap<>();
    private final Queue<Entry> oldestFirst = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    public ReplayGuard(Clock clock, Duration window, int capacity) {
        this.clock = clock;
        this.window = window;
        this.capacity = capacity;
    }

    /**
     * Requires that a message was not accepted before, without taking note of it.
     *
     * @param signatureValue base64 of the primary signature value, without white space
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_REPLAYED}
     */
    public void requireUnseen(String signatureValue) {
        if (seen.containsKey(signatureValue)) {
            throw replayed();
        }
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
                    "The memory for replay detection holds '" + capacity + "' messages of the last " + window
                            + " and is full. If that many are wanted, raise replay-cache-size.");
        }
        if (seen.putIfAbsent(signatureValue, Boolean.TRUE) != null) {
            size.decrementAndGet();
            throw replayed();
        }
        oldestFirst.add(new Entry(signatureValue, now.plus(window)));
    }

    private static MessageSecurityException replayed() {
        return new MessageSecurityException(
                SecurityFault.MESSAGE_REPLAYED,
                "A message with this signature was accepted before (expected each message once). It was sent again: if by a proxy or a"
                        + " retry, let the sender make a new message instead.");
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

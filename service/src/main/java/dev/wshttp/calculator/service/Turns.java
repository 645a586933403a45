// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many requests are processed at the same time. Those that wait get their turn address by address, so that many requests of one
 * address do not delay the requests of another. Safe for use by several threads.
 */
final class Turns {
    private final int most;
    private final Map<Origin, Deque<CountDownLatch>> waiting =
            new LinkedHashMap<>(); // guarded by this, next address first
    private int taken; // guarded by this

    Turns(int most) {
        this.most = most;
    }

    /** Returns how many requests have a turn now. */
    synchronized int taken() {
        return taken;
    }

    /** Returns how many requests wait for a turn. */
    synchronized int waiting() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    /**
     * Waits for a turn. The caller has to give it back.
     *
     * @return whether the caller got a turn in time
     * @throws InterruptedIOException if the thread is interrupted
     */
    boolean take(Origin origin, Duration patience) throws InterruptedIOException {
        var turn = new CountDownLatch(1);
        if (takeFree(origin, turn)) {
            return true;
        }
        try {
            return turn.await(patience.toNanos(), TimeUnit.NANOSECONDS) || !withdraw(origin, turn);
        } catch (InterruptedException ended) {
            if (!withdraw(origin, turn)) {
                giveBack();
            }
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a turn");
        }
    }

    private synchronized boolean takeFree(Origin origin, CountDownLatch turn) {
        if (taken < most) {
            taken++;
            return true;
        }
        waiting.computeIfAbsent(origin, first -> new ArrayDeque<>()).add(turn);
        return false;
    }

    // Returns false if the request got its turn in the meantime.
    private synchronized boolean withdraw(Origin origin, CountDownLatch turn) {
        Deque<CountDownLatch> queue = waiting.get(origin);
        if (queue == null || !queue.remove(turn)) {
            return false;
        }
        if (queue.isEmpty()) {
            waiting.remove(origin);
        }
        return true;
    }

    /** Gives a turn back. It passes to the next address that waits. */
    synchronized void giveBack() {
        Iterator<Map.Entry<Origin, Deque<CountDownLatch>>> next =
                waiting.entrySet().iterator();
        if (!next.hasNext()) {
            taken--;
            return;
        }
        Map.Entry<Origin, Deque<CountDownLatch>> first = next.next();
        Origin origin = first.getKey();
        Deque<CountDownLatch> queue = first.getValue();
        next.remove();
        queue.remove().countDown();
        if (!queue.isEmpty()) {
            waiting.put(origin, queue);
        }
    }
}

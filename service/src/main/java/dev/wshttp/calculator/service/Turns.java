// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests are processed at the same time. Those that wait get their turn address by address, so that many requests of one
 * address do not delay the requests of another. A request that waits takes no thread. Safe for use by several threads.
 */
final class Turns {
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final int most;
    private final LongSupplier nanoTime;
    private final OverloadLog overload;
    private final Map<Origin, Deque<Waiter>> waiting = new LinkedHashMap<>(); // guarded by this, next address first
    private int taken; // guarded by this

    private record Waiter(Runnable work, Runnable refusal, Executor threads, long sinceNanos) {}

    Turns(int most, LongSupplier nanoTime, OverloadLog overload) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.overload = overload;
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
     * Runs work when it has a turn: now, in this thread, or later.
     *
     * @param refusal runs instead if there is no turn in time
     * @param threads run work that has waited
     */
    void run(Origin origin, Runnable work, Runnable refusal, Executor threads) {
        if (takeFree(origin, new Waiter(work, refusal, threads, nanoTime.getAsLong()))) {
            runAndGiveBack(work);
        }
    }

    private synchronized boolean takeFree(Origin origin, Waiter waiter) {
        if (taken < most) {
            taken++;
            return true;
        }
        waiting.computeIfAbsent(origin, first -> new ArrayDeque<>()).add(waiter);
        return false;
    }

    private void runAndGiveBack(Runnable work) {
        try {
            work.run();
        } finally {
            giveBack();
        }
    }

    // The turn passes to the next address that waits.
    private void giveBack() {
        Waiter next = next();
        if (next == null) {
            return;
        }
        // An executor may keep the work although it fails to start a thread for it, and run it later.
        var isTaken = new AtomicBoolean();
        try {
            next.threads().execute(() -> {
                if (isTaken.compareAndSet(false, true)) {
                    runAndGiveBack(next.work());
                }
            });
        } catch (RuntimeException | Error noThread) {
            if (!isTaken.compareAndSet(false, true)) {
                throw noThread;
            }
            try {
                giveBack();
            } finally {
                next.refusal().run();
            }
        }
    }

    private synchronized @Nullable Waiter next() {
        Iterator<Map.Entry<Origin, Deque<Waiter>>> addresses =
                waiting.entrySet().iterator();
        if (!addresses.hasNext()) {
            taken--;
            return null;
        }
        Map.Entry<Origin, Deque<Waiter>> first = addresses.next();
        Origin origin = first.getKey();
        Deque<Waiter> queue = first.getValue();
        addresses.remove();
        Waiter next = queue.remove();
        if (!queue.isEmpty()) {
            waiting.put(origin, queue);
        }
        return next;
    }

    /** Refuses the requests that have waited too long. */
    void refuseTooLate() {
        List<Waiter> late = tooLate(nanoTime.getAsLong() - LONGEST_WAIT.toNanos());
        for (Waiter each : late) {
            overload.tell("Requests were refused with 503, because they got no turn within '" + LONGEST_WAIT + "'");
            each.refusal().run();
        }
    }

    private synchronized List<Waiter> tooLate(long latestNanos) {
        List<Waiter> late = new ArrayList<>();
        for (Iterator<Deque<Waiter>> queues = waiting.values().iterator(); queues.hasNext(); ) {
            Deque<Waiter> queue = queues.next();
            while (!queue.isEmpty() && queue.getFirst().sinceNanos() - latestNanos < 0) {
                late.add(queue.remove());
            }
            if (queue.isEmpty()) {
                queues.remove();
            }
        }
        return late;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives each HTTP exchange a thread of its own, up to a number of places. The JDK's server reads and writes with these threads, so a peer
 * that sends or reads slowly keeps one. When all places are taken, the exchange that has waited longest for its peer loses its place: its
 * thread is interrupted, which closes the connection. An exchange at work is never interrupted. Safe for use by several threads.
 *
 * <p>A request that arrives without delay is never the slowest one. So peers that hold sockets cannot keep it out, regardless of their number
 * and their addresses.
 */
final class Places implements Executor, AutoCloseable {
    private final int limit;
    private final OverloadLog overload;
    private final ExecutorService threads = Executors.newCachedThreadPool(threadNames());
    private final Set<Place> taken = new LinkedHashSet<>(); // guarded by this; the oldest first

    /** @param limit the largest number of exchanges at the same time */
    Places(int limit, OverloadLog overload) {
        this.limit = limit;
        this.overload = overload;
    }

    /** @throws RejectedExecutionException if all exchanges are at work; the JDK's server then closes the connection */
    @Override
    public void execute(Runnable exchange) {
        var place = new Place(exchange, this::leave);
        take(place);
        try {
            threads.execute(place);
        } catch (RuntimeException | Error noThread) {
            leave(place);
            throw noThread;
        }
    }

    /** Returns how many exchanges have a place now. */
    synchronized int taken() {
        return taken.size();
    }

    /** Interrupts all exchanges and ends their threads. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private synchronized void take(Place place) {
        if (taken.size() >= limit && !freeTheSlowest()) {
            overload.tell("A connection was closed, because requests at work have all '" + limit + "' places");
            throw new RejectedExecutionException("All '" + limit + "' places are taken");
        }
        taken.add(place);
    }

    private boolean freeTheSlowest() {
        for (Place oldest : taken) {
            if (oldest.interrupt()) {
                taken.remove(oldest);
                overload.tell(
                        "The connection that kept its place longest was closed, because peers that send or read slowly had all '"
                                + limit + "' places");
                return true;
            }
        }
        return false;
    }

    private synchronized void leave(Place place) {
        taken.remove(place);
    }

    private static ThreadFactory threadNames() {
        var number = new AtomicInteger();
        return task -> new Thread(task, "calculator-" + number.incrementAndGet());
    }
}

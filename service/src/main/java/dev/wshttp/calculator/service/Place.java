// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An HTTP exchange and the thread that runs it. It either waits for its peer or is at work. Safe for use by several threads. */
final class Place implements Runnable {
    private static final ThreadLocal<@Nullable Place> CURRENT = new ThreadLocal<>();

    private final Runnable exchange;
    private final Consumer<Place> afterwards;
    private Stage stage = Stage.WAITS_FOR_PEER; // this and all below guarded by this
    private boolean interrupted;
    private @Nullable Thread thread;

    private enum Stage {
        WAITS_FOR_PEER,
        AT_WORK,
        ENDED
    }

    /** Work between reading a request and sending its answer. */
    interface Work {
        void run() throws IOException;
    }

    /** @param afterwards receives this place when the exchange has ended */
    Place(Runnable exchange, Consumer<Place> afterwards) {
        this.exchange = exchange;
        this.afterwards = afterwards;
    }

    /**
     * Does work. The exchange of the current thread is not interrupted during that time.
     *
     * @throws InterruptedIOException if the exchange has lost its place
     */
    static void atWork(Work work) throws IOException {
        Place place = CURRENT.get();
        if (place == null) {
            work.run();
            return;
        }
        place.begin(Stage.AT_WORK);
        try {
            work.run();
        } finally {
            place.resume();
        }
    }

    @Override
    public void run() {
        start();
        CURRENT.set(this);
        try {
            exchange.run();
        } finally {
            CURRENT.remove();
            end();
            afterwards.accept(this);
        }
    }

    /**
     * Interrupts the exchange if it waits for its peer. Its thread is then blocked in a channel, so the interrupt closes the connection.
     *
     * @return whether the exchange was interrupted
     */
    synchronized boolean interrupt() {
        if (stage != Stage.WAITS_FOR_PEER) {
            return false;
        }
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
        return true;
    }

    private synchronized void start() {
        thread = Thread.currentThread();
        if (interrupted) {
            thread.interrupt();
        }
    }

    private synchronized void begin(Stage next) throws InterruptedIOException {
        if (interrupted) {
            throw new InterruptedIOException("the exchange lost its place to another exchange");
        }
        stage = next;
    }

    private synchronized void resume() {
        stage = Stage.WAITS_FOR_PEER;
    }

    // The thread's next exchange must not inherit the interrupt.
    @SuppressWarnings("ReturnValueIgnored")
    private synchronized void end() {
        stage = Stage.ENDED;
        thread = null;
        Thread.interrupted();
    }
}

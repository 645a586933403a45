// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.it.instances.TruthLog.Call;
import dev.wshttp.it.program.ClientSetup;
import jakarta.xml.ws.WebServiceException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Clients that call one call after another, each on a thread and in a session of its own, and remember what was answered. A call that fails is never made again. */
final class CallingClients implements AutoCloseable {
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);

    private final Set<Call> answered = ConcurrentHashMap.newKeySet();
    private final AtomicLongArray answers;
    private final AtomicLong failed = new AtomicLong();
    private final Map<String, Long> reasons = new TreeMap<>(); // guarded by itself
    private final List<Thread> threads = new ArrayList<>();
    private final Duration pause;
    private volatile boolean isOver;

    private CallingClients(int clients, Duration pause) {
        this.answers = new AtomicLongArray(clients);
        this.pause = pause;
    }

    /** @param pause after each call */
    static CallingClients start(ClientSetup setup, URI address, int clients, Duration pause) {
        var calling = new CallingClients(clients, pause);
        for (int client = 0; client < clients; client++) {
            int own = client;
            var thread = new Thread(() -> calling.call(setup.connect(address), own), "client-" + own);
            thread.setDaemon(true);
            thread.start();
            calling.threads.add(thread);
        }
        return calling;
    }

    private void call(Calculator calculator, int client) {
        for (long number = 0; !isOver; number++) {
            try {
                if (calculator.add(client, (double) number) != (double) (client + number)) {
                    throw new IllegalStateException("A wrong sum");
                }
                answered.add(new Call(client, number));
                answers.incrementAndGet(client);
                LockSupport.parkNanos(pause.toNanos());
            } catch (WebServiceException refused) {
                failed.incrementAndGet();
                count(refused);
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    private void count(WebServiceException refused) {
        String text = String.valueOf(refused.getMessage()).replaceAll("[0-9a-f-]{8,}|\\d+", "#");
        synchronized (reasons) {
            reasons.merge(text.length() > 160 ? text.substring(0, 160) : text, 1L, Long::sum);
        }
    }

    /** Returns the calls that were answered. */
    Set<Call> answered() {
        return Set.copyOf(answered);
    }

    long answers() {
        return answered.size();
    }

    long failed() {
        return failed.get();
    }

    /** Returns why calls failed, and how many. */
    Map<String, Long> reasons() {
        synchronized (reasons) {
            return new TreeMap<>(reasons);
        }
    }

    /**
     * Waits until each client got answers from now on.
     *
     * @return how long that took
     * @throws IllegalStateException if it takes longer than the limit
     */
    Duration awaitFlow(int each, Duration limit) {
        long start = System.nanoTime();
        long[] before = new long[answers.length()];
        for (int client = 0; client < before.length; client++) {
            before[client] = answers.get(client);
        }
        while (!isFlowing(before, each)) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new IllegalStateException(
                        "Not every client got " + each + " answers within " + limit + ". Failures: " + reasons());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private boolean isFlowing(long[] before, int each) {
        for (int client = 0; client < before.length; client++) {
            if (answers.get(client) < before[client] + each) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}

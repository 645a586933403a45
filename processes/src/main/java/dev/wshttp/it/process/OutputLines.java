// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Collects all lines that a program writes, while it writes them. Safe for use by several threads. */
public final class OutputLines {
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private OutputLines() {}

    /** Returns an output without lines; the caller adds them. */
    public static OutputLines empty() {
        return new OutputLines();
    }

    static OutputLines of(InputStream stream, String name) {
        var output = new OutputLines();
        var reader = new Thread(() -> output.read(stream), name);
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    /** Returns all lines until now. */
    public List<String> soFar() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a line; one that is there already is found at once.
     *
     * @return the first such line
     * @throws IllegalStateException if the output ends, or the limit passes, without it; the text has all lines
     */
    public String await(Predicate<String> wanted, Duration limit) {
        waitUntil(() -> lines.stream().anyMatch(wanted), limit);
        return soFar().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The line did not come within " + limit
                        + ", or before the output ended (expected it). There is: " + soFar()));
    }

    /**
     * Waits until the program has closed its output.
     *
     * @return all lines
     * @throws IllegalStateException if the limit passes before
     */
    public List<String> untilEnd(Duration limit) {
        if (!waitUntil(() -> false, limit)) {
            throw new IllegalStateException("The output did not end within " + limit + ". There is: " + soFar());
        }
        return soFar();
    }

    /** Waits for the condition, the end of the output or the limit; returns whether the output has ended. */
    private boolean waitUntil(BooleanSupplier condition, Duration limit) {
        lock.lock();
        try {
            long nanoseconds = limit.toNanos();
            while (!ended && !condition.getAsBoolean() && nanoseconds > 0) {
                nanoseconds = changed.awaitNanos(nanoseconds);
            }
            return ended;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for output", asked);
        } finally {
            lock.unlock();
        }
    }

    private void read(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException closed) {
            add("(the output broke off: " + closed.getMessage() + ")");
        } finally {
            end();
        }
    }

    /** Adds a line, for all who wait for it. */
    public void add(String line) {
        lock.lock();
        try {
            lines.add(line);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells all who wait that no more lines come. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

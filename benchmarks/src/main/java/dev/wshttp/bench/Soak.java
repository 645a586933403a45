// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.RunningProgram;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Calls a service with a small heap for a long time, as fast as the answers come, in sessions that come and go. The first call that is refused ends
 * it. The heap has to become flat: sessions end, and the replay memory grows only for as long as it remembers a message.
 */
final class Soak {
    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");
    private static final String SMALL_HEAP = "-Xmx512m";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int THREADS = 8;
    private static final int CALLS_OF_A_SESSION = 10_000;
    private static final double HALF = 0.5;
    private static final int MINUTES_REMEMBERED = 20;
    private static final double FLAT = 1.1;
    private static final double MEGABYTE = 1 << 20;

    private final CredentialFolder folder;
    private final PrintStream out;
    private final LongAdder calls = new LongAdder();

    Soak(CredentialFolder folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * Calls, and prints a row each minute and then the verdict.
     *
     * @throws IllegalStateException if a call was refused, or the heap did not become flat
     */
    void run(int minutes) throws IOException {
        try (var service = service()) {
            URI address = ServiceProgram.addressOf(service);
            var ports = RiPeer.secured().ports(Mode.NEGOTIATED_SESSION, folder, address);
            var threads = Executors.newFixedThreadPool(THREADS);
            try {
                var ended = new ExecutorCompletionService<Void>(threads);
                for (int thread = 0; thread < THREADS; thread++) {
                    ended.submit(() -> call(ports));
                }
                judge(watch(ended, service.processId(), minutes));
            } finally {
                end(threads);
            }
        }
    }

    /** Lets the calls end that are under way, for which the service has to run. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private RunningProgram service() {
        return Command.of(
                        JDK.resolve("java").toString(),
                        SMALL_HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        RiPeer.class.getName(),
                        RiPeer.SECURED,
                        "service",
                        Mode.NEGOTIATED_SESSION.argument(),
                        folder.path().toString())
                .start();
    }

    /** Calls in one session after another until the thread is interrupted. */
    private Void call(Supplier<Calculator> ports) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            Calculator port = ports.get();
            for (int n = 0; n < CALLS_OF_A_SESSION && !Thread.currentThread().isInterrupted(); n++) {
                double sum = port.add(n, HALF);
                if (sum != n + HALF) {
                    throw new IllegalStateException("Add(" + n + "," + HALF + ") was " + sum);
                }
                calls.increment();
            }
            ((Closeable) port).close();
        }
        return null;
    }

    private List<Long> watch(ExecutorCompletionService<Void> ended, long serviceProcess, int minutes) {
        out.printf("Service with %s, %d threads%n%n", SMALL_HEAP, THREADS);
        out.println("| minute | calls | calls/s | live heap of the service, MB |");
        out.println("|--:|--:|--:|--:|");
        var heaps = new ArrayList<Long>();
        long before = 0;
        for (int minute = 1; minute <= minutes; minute++) {
            requireNoneEnds(ended);
            long now = calls.sum();
            heaps.add(liveHeap(serviceProcess));
            out.printf(
                    Locale.ROOT,
                    "| %d | %d | %d | %.1f |%n",
                    minute,
                    now,
                    (now - before) / TimeUnit.MINUTES.toSeconds(1),
                    heaps.get(minute - 1) / MEGABYTE);
            before = now;
        }
        return heaps;
    }

    /** Waits a minute, unless a thread ends before that because its call was refused. */
    private void requireNoneEnds(ExecutorCompletionService<Void> ended) {
        try {
            var first = ended.poll(1, TimeUnit.MINUTES);
            if (first != null) {
                first.get();
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted after " + calls + " calls", asked);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A call failed after " + calls + " others", failed.getCause());
        }
    }

    /** Collects all garbage of a JVM, and returns the bytes of what is left, which are in the last line of its histogram. */
    private static long liveHeap(long process) {
        var run = Command.of(JDK.resolve("jcmd").toString(), Long.toString(process), "GC.class_histogram")
                .run(LONGEST_WAIT);
        String last = run.out().get(run.out().size() - 1);
        return Long.parseLong(last.trim().split(" +")[2]);
    }

    private void judge(List<Long> heaps) {
        out.println();
        List<Long> later = heaps.subList(Math.min(MINUTES_REMEMBERED, heaps.size()), heaps.size());
        if (later.size() < 2) {
            out.printf("No call was refused. Whether the heap is flat shows after %d minutes.%n", MINUTES_REMEMBERED);
            return;
        }
        long first = Collections.max(later.subList(0, later.size() / 2));
        long last = Collections.max(later.subList(later.size() / 2, later.size()));
        String heap = String.format(
                Locale.ROOT,
                "most live heap in the two halves after minute %d: %.1f and %.1f MB",
                MINUTES_REMEMBERED,
                first / MEGABYTE,
                last / MEGABYTE);
        if (last > first * FLAT) {
            throw new IllegalStateException("The heap grows, " + heap + " (expected the same)");
        }
        out.println("No call was refused, and the heap is flat: " + heap);
    }
}

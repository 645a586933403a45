// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Repeats pieces of work on the calling thread, one after the other in each of several rounds, and measures each of them: CPU time of the thread, and
 * the bytes that it allocates. The compiler and the garbage collector have threads of their own, which are not counted.
 */
final class HotLoop {
    private static final int ROUNDS = 5;
    private static final double NANOSECONDS_PER_MICROSECOND = 1e3;
    private static final double BYTES_PER_KILOBYTE = 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<String, Supplier<?>> work = new LinkedHashMap<>();

    /** Adds a piece of work. */
    void add(String name, Supplier<?> one) {
        work.put(name, one);
    }

    /**
     * Measures all work.
     *
     * @param warmUp for all work together
     * @param measured for each piece of work
     * @return the round with the median of CPU times, in the order in which the work was added
     */
    Map<String, Cost> measure(Duration warmUp, Duration measured) {
        round(warmUp.dividedBy(2L * work.size()));
        round(warmUp.dividedBy(2L * work.size()));
        var rounds = new LinkedHashMap<String, List<Cost>>();
        for (int i = 0; i < ROUNDS; i++) {
            round(measured.dividedBy(ROUNDS))
                    .forEach((name, cost) -> rounds.computeIfAbsent(name, none -> new ArrayList<>())
                            .add(cost));
        }
        var medians = new LinkedHashMap<String, Cost>();
        rounds.forEach((name, costs) -> medians.put(name, median(costs)));
        return medians;
    }

    private static Cost median(List<Cost> costs) {
        return costs.stream()
                .sorted(Comparator.comparing(Cost::microseconds))
                .toList()
                .get(costs.size() / 2);
    }

    private Map<String, Cost> round(Duration each) {
        var costs = new LinkedHashMap<String, Cost>();
        work.forEach((name, one) -> costs.put(name, repeat(one, each)));
        return costs;
    }

    private Cost repeat(Supplier<?> one, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        long cpu = threads.getCurrentThreadCpuTime();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        int n = 0;
        do {
            Objects.requireNonNull(one.get(), "The result is used, so that the work cannot be left out.");
            n++;
        } while (System.nanoTime() - deadline < 0);
        return new Cost(
                (threads.getCurrentThreadCpuTime() - cpu) / NANOSECONDS_PER_MICROSECOND / n,
                (threads.getCurrentThreadAllocatedBytes() - bytes) / BYTES_PER_KILOBYTE / n);
    }

    /**
     * What one repetition costs.
     *
     * @param microseconds CPU time of the thread
     * @param kilobytes allocated, of 1,024 bytes
     */
    record Cost(double microseconds, double kilobytes) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import dev.wshttp.calculator.Calculator;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Calls as fast as the answers come, and measures: first from several threads that share one port, then from one thread with a new port
 * for each call. The answers are checked: a fast wrong answer is an error.
 *
 * @param serviceProcess the process whose CPU time is read beside that of this one
 * @param warmUp how long to call before anything is measured: half of it with as many threads as there are processors, because more of them would take the
 *     processors from the compilers of the JVMs, and half with the most threads that are measured, because threads that wait for each other make the JVMs
 *     compile hundreds of methods again
 * @param measured how long to measure each number of threads
 * @param threads the numbers of threads to measure, one after the other
 */
public record Load(long serviceProcess, Duration warmUp, Duration measured, List<Integer> threads) {
    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;
    private static final double HALF = 0.5;

    public Load {
        threads = List.copyOf(threads);
    }

    /** Reads process id, seconds of warm-up, seconds of measurement and numbers of threads. */
    static Load of(List<String> arguments) {
        return new Load(
                Long.parseLong(arguments.get(0)),
                Duration.ofSeconds(Long.parseLong(arguments.get(1))),
                Duration.ofSeconds(Long.parseLong(arguments.get(2))),
                arguments.subList(3, arguments.size()).stream()
                        .map(Integer::valueOf)
                        .toList());
    }

    /** Returns the arguments that {@link #of} reads. */
    public List<String> arguments() {
        var arguments = new ArrayList<>(List.of(
                Long.toString(serviceProcess), Long.toString(warmUp.toSeconds()), Long.toString(measured.toSeconds())));
        threads.forEach(number -> arguments.add(number.toString()));
        return arguments;
    }

    /** Measures, and prints one {@link Measurement} a line. */
    void run(Supplier<Calculator> ports, PrintStream out) {
        Calculator shared = ports.get();
        Caller caller = n -> callShared(shared, n);
        Duration half = warmUp.dividedBy(2);
        measure(Port.SHARED, caller, Runtime.getRuntime().availableProcessors(), half);
        measure(Port.SHARED, caller, Collections.max(threads), half);
        for (int number : threads) {
            out.println(measure(Port.SHARED, caller, number, measured).asLine());
        }
        Caller firstCaller = n -> callFirst(ports, n);
        measure(Port.NEW, firstCaller, 1, half);
        out.println(measure(Port.NEW, firstCaller, 1, measured).asLine());
    }

    /** Makes one call and returns the nanoseconds that it took. */
    private interface Caller {
        long call(int n);
    }

    private static void add(Calculator calculator, int n) {
        double sum = calculator.add(n, HALF);
        if (sum != n + HALF) {
            throw new IllegalStateException("Add(" + n + "," + HALF + ") was " + sum);
        }
    }

    private static long callShared(Calculator calculator, int n) {
        long before = System.nanoTime();
        add(calculator, n);
        return System.nanoTime() - before;
    }

    private static long callFirst(Supplier<Calculator> ports, int n) {
        long before = System.nanoTime();
        Calculator port = ports.get();
        add(port, n);
        long duration = System.nanoTime() - before;
        close(port);
        return duration;
    }

    /** Ends what the port has open with the service: every stack's ports can be closed. */
    private static void close(Calculator port) {
        try {
            ((Closeable) port).close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Measurement measure(Port port, Caller caller, int number, Duration time) {
        long clientBefore = ownCpuTime();
        long serviceBefore = serviceCpuTime();
        long start = System.nanoTime();
        long[] durations = call(caller, number, start + time.toNanos());
        long elapsed = System.nanoTime() - start;
        Arrays.sort(durations);
        return new Measurement(
                port,
                number,
                durations.length * 1e9 / elapsed,
                milliseconds(percentile(durations, 0.50)),
                milliseconds(percentile(durations, 0.99)),
                milliseconds(ownCpuTime() - clientBefore) / durations.length,
                milliseconds(serviceCpuTime() - serviceBefore) / durations.length);
    }

    private static long[] call(Caller caller, int number, long deadline) {
        var executor = Executors.newFixedThreadPool(number);
        try {
            var task = (Callable<LongStream>) () -> callUntil(deadline, caller);
            var all = LongStream.empty();
            for (var result : executor.invokeAll(Collections.nCopies(number, task))) {
                all = LongStream.concat(all, result.get());
            }
            return all.toArray();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while calling", asked);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A call failed", failed.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private static LongStream callUntil(long deadline, Caller caller) {
        var durations = LongStream.builder();
        int n = 0;
        do {
            n++;
            durations.add(caller.call(n));
        } while (System.nanoTime() - deadline < 0);
        return durations.build();
    }

    private static long percentile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) Math.ceil(sorted.length * share) - 1)];
    }

    private static double milliseconds(long nanoseconds) {
        return nanoseconds / NANOSECONDS_PER_MILLISECOND;
    }

    private static long ownCpuTime() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private long serviceCpuTime() {
        return ProcessHandle.of(serviceProcess)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("The service's process " + serviceProcess + " has ended"))
                .toNanos();
    }

    /** The port with which a call is made. */
    public enum Port {
        /** One for all calls. */
        SHARED,
        /** One for each call: the time includes making the port, and the CPU time includes closing it. */
        NEW
    }

    /**
     * The result for one number of threads; times are in milliseconds.
     *
     * @param p50 median time of a call
     * @param p99 99 of 100 calls took no longer
     * @param clientCpu CPU time of the client's process per call
     * @param serviceCpu CPU time of the service's process per call
     */
    public record Measurement(
            Port port,
            int threads,
            double callsPerSecond,
            double p50,
            double p99,
            double clientCpu,
            double serviceCpu) {
        private static final String WORD = "MEASURED";

        /** Returns one line for {@link #of}. */
        String asLine() {
            return String.format(
                    Locale.ROOT,
                    "%s %s %d %.2f %.4f %.4f %.4f %.4f",
                    WORD,
                    port,
                    threads,
                    callsPerSecond,
                    p50,
                    p99,
                    clientCpu,
                    serviceCpu);
        }

        /** Returns whether a line of output is a measurement. */
        public static boolean isIn(String line) {
            return line.startsWith(WORD + " ");
        }

        /** Reads the line. */
        public static Measurement of(String line) {
            String[] words = line.split(" ");
            return new Measurement(
                    Port.valueOf(words[1]),
                    Integer.parseInt(words[2]),
                    Double.parseDouble(words[3]),
                    Double.parseDouble(words[4]),
                    Double.parseDouble(words[5]),
                    Double.parseDouble(words[6]),
                    Double.parseDouble(words[7]));
        }
    }
}

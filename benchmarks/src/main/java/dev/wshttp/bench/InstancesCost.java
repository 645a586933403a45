// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.bench.Contender.Pace;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.security.cluster.ClusterInstances;
import dev.wshttp.security.cluster.ClusterSettings;
import dev.wshttp.security.cluster.store.RedisServer;
import dev.wshttp.security.instances.SharedMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Measures what it costs to be one of several instances: calls in sessions, from eight threads with a session each, at one calculator service as it is, with tokens that carry their
 * state, with a store besides, and at three of these; then the store alone. All of them share the processors, so the CPU time of a call counts, not the calls in a second.
 */
final class InstancesCost {
    private static final int THREADS = 8;
    private static final int SEVERAL = 3;
    private static final int ASKING = 16;
    // What is measured must not end because something else takes the processors.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEEP = Duration.ofMinutes(20);
    private static final String KEY = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n";

    private final Path project;
    private final CredentialFolder folder;
    private final Pace pace;
    private final Path keys;

    InstancesCost(Path project, CredentialFolder folder, Pace pace) {
        this.project = project;
        this.folder = folder;
        this.pace = pace;
        this.keys = folder.path().resolve("cluster.keys");
    }

    /** Measures, and prints two tables. */
    void print(PrintStream out) throws IOException {
        if (!RedisServer.isInstalled()) {
            out.println("Instances are not measured: redis-server not found (expected on the PATH).");
            return;
        }
        Files.writeString(keys, KEY);
        out.println("| Calls in sessions, 8 threads | calls/s | CPU of a call, ms: services | store | client |");
        out.println("|---|--:|--:|--:|--:|");
        for (Mode mode : List.of(Mode.SESSION, Mode.DIRECT)) {
            try (var store = RedisServer.start()) {
                row(out, mode, "one instance", 1, List.of(), store);
                row(out, mode, "one, tokens carry their state", 1, tokens(), store);
                row(out, mode, "one, with a store", 1, withStore(store), store);
                row(out, mode, "three, with a store", SEVERAL, withStore(store), store);
            }
        }
        out.println();
        printStore(out);
    }

    private List<String> tokens() {
        return List.of("cluster.tokens=self-contained", "cluster.keys-file=" + keys);
    }

    private List<String> withStore(RedisServer store) {
        var settings = new ArrayList<>(tokens());
        settings.add("cluster.uri=" + store.uri());
        settings.add("cluster.timeout=" + PATIENCE);
        return settings;
    }

    private void row(PrintStream out, Mode mode, String name, int count, List<String> settings, RedisServer store) {
        ServiceProgram program = ServiceProgram.calculator(project);
        List<RunningProgram> instances = new ArrayList<>();
        try {
            for (int at = 0; at < count; at++) {
                instances.add(with(program.command(mode, folder), settings).start());
            }
            List<Calculator> ports = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                var address = ServiceProgram.addressOf(instances.get(thread % count));
                ports.add(RiPeer.secured().ports(mode, folder, address).get());
            }
            calls(ports, pace.warmUp());
            LongSupplier services = () ->
                    instances.stream().mapToLong(each -> cpu(each.processId())).sum();
            long before = services.getAsLong();
            long storeBefore = cpu(store.processId());
            long clientBefore = cpu(ProcessHandle.current().pid());
            Duration time = pace.measured().multipliedBy(3);
            double calls = calls(ports, time);
            out.printf(
                    Locale.ROOT,
                    "| %s, %s | %.0f | %.3f | %.3f | %.3f |%n",
                    mode.argument(),
                    name,
                    calls * 1e9 / time.toNanos(),
                    (services.getAsLong() - before) / calls / 1e6,
                    (cpu(store.processId()) - storeBefore) / calls / 1e6,
                    (cpu(ProcessHandle.current().pid()) - clientBefore) / calls / 1e6);
        } finally {
            instances.forEach(program::end);
            instances.forEach(RunningProgram::close);
        }
    }

    private static Command with(Command command, List<String> settings) {
        var words = new ArrayList<>(command.words());
        for (String setting : settings) {
            words.add("--set");
            words.add("message-security." + setting);
        }
        return new Command(words, command.environment());
    }

    private void printStore(PrintStream out) {
        out.println("| Store alone | steps/s | CPU of a step, microseconds: store | instance | bytes of an entry |");
        out.println("|---|--:|--:|--:|--:|");
        try (var store = RedisServer.start();
                var instances = ClusterInstances.connect(ClusterSettings.builder(keys)
                        .uri(store.uri())
                        .timeout(PATIENCE)
                        .build())) {
            SharedMemory memory = instances.memory().orElseThrow();
            var next = new AtomicLong();
            Runnable step = () -> memory.admit(
                    ("message " + next.incrementAndGet()).getBytes(UTF_8), KEEP, "urn:uuid:" + next.get() % 100);
            repeat(ASKING, step, pace.warmUp());
            long before = cpu(store.processId());
            long ownBefore = cpu(ProcessHandle.current().pid());
            long bytesBefore = usedMemory(store);
            Duration time = pace.measured().multipliedBy(3);
            double steps = repeat(ASKING, step, time);
            out.printf(
                    Locale.ROOT,
                    "| a message remembered, %d threads | %.0f | %.1f | %.1f | %.0f |%n%n",
                    ASKING,
                    steps * 1e9 / time.toNanos(),
                    (cpu(store.processId()) - before) / steps / 1e3,
                    (cpu(ProcessHandle.current().pid()) - ownBefore) / steps / 1e3,
                    (usedMemory(store) - bytesBefore) / steps);
        }
    }

    private static long usedMemory(RedisServer store) {
        return store.command("INFO", "memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the CPU time of a process in nanoseconds. */
    private static long cpu(long process) {
        return ProcessHandle.of(process)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow()
                .toNanos();
    }

    private static double calls(List<Calculator> ports, Duration time) {
        var made = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(ports.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            for (Calculator port : ports) {
                running.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        double number = made.incrementAndGet();
                        if (port.add(number, 1) != number + 1) {
                            throw new IllegalStateException("A wrong sum");
                        }
                    }
                }));
            }
            await(running);
            return made.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private static double repeat(int count, Runnable step, Duration time) {
        var made = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            for (int thread = 0; thread < count; thread++) {
                running.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        step.run();
                        made.incrementAndGet();
                    }
                }));
            }
            await(running);
            return made.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(List<Future<?>> running) {
        try {
            for (Future<?> each : running) {
                each.get();
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", asked);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A call failed", failed.getCause());
        }
    }
}

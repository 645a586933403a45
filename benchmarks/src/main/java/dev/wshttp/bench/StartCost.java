// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RunningProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Measures how long the programs take to start: the client for a whole call in WCF's default mode, from the JVM to its end, and the service until it is ready. Each
 * is measured without and with an archive of its classes, as the documents and the images use it.
 */
final class StartCost {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int RUNS = 9;
    private static final double MOST_SECONDS_OF_CLIENT = 0.9;
    private static final double MOST_SECONDS_OF_SERVICE = 1.0;
    private static final double NANOS = 1e9;
    // Clock ticks, of which Linux has a hundred in a second, after the name of the program in /proc/self/stat.
    private static final Path OWN_STATISTICS = Path.of("/proc/self/stat");
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS_OF_CHILDREN = 13;

    private final Path project;
    private final Path certificates;
    private final JavaProgram client;
    private final JavaProgram service;

    StartCost(Path project, CredentialFolder folder) {
        this.project = project;
        this.certificates = folder.path();
        this.client = new JavaProgram(project.resolve("client/target/calculator-client.jar"));
        this.service = new JavaProgram(project.resolve("service/target/calculator-service.jar"));
    }

    private record Cost(double wallSeconds, double cpuSeconds) {}

    /** Measures, and prints a table. */
    void print(PrintStream out, Bars bars) {
        out.println("| Start | wall p50 s | CPU p50 s |");
        out.println("|---|--:|--:|");
        row(out, "service READY, plain", medianOf(() -> ready(service)));
        makeArchives();
        Cost ofService = medianOf(() -> ready(service.startingFast()));
        row(out, "service READY, archive", ofService);
        bars.atMost(MOST_SECONDS_OF_SERVICE, "s", "start of the service, READY", ofService.wallSeconds());
        try (var running = start(service.startingFast())) {
            String address = ServiceProgram.addressOf(running).toString();
            row(out, "client `add`, plain", medianOf(() -> call(client, address)));
            Cost ofClient = medianOf(() -> call(client.startingFast().withFirstCompilerOnly(), address));
            row(out, "client `add`, archive and first compiler", ofClient);
            bars.atMost(MOST_SECONDS_OF_CLIENT, "s", "start of the client, whole call", ofClient.wallSeconds());
        }
        out.println();
    }

    /** Makes the archives as the documents say, and as the images do. */
    private void makeArchives() {
        var words = new ArrayList<>(
                List.of("sh", project.resolve("images/archive-classes.sh").toString()));
        words.add(project.resolve("cert-tools/target/cert-tools.jar").toString());
        words.add(service.jar().toString());
        words.add(client.jar().toString());
        ProgramRun run = Command.of(words).run(LONGEST);
        if (run.exitCode() != 0) {
            throw new IllegalStateException("No archives: " + run.errors());
        }
    }

    private static void row(PrintStream out, String name, Cost cost) {
        out.printf(Locale.ROOT, "| %s | %.2f | %.2f |%n", name, cost.wallSeconds(), cost.cpuSeconds());
    }

    private static Cost medianOf(Supplier<Cost> measure) {
        var walls = new ArrayList<Double>();
        var cpus = new ArrayList<Double>();
        for (int run = 0; run < RUNS; run++) {
            Cost cost = measure.get();
            walls.add(cost.wallSeconds());
            cpus.add(cost.cpuSeconds());
        }
        return new Cost(median(walls), median(cpus));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(RUNS / 2).findFirst().orElseThrow();
    }

    private Cost call(JavaProgram program, String address) {
        double cpu = cpuOfEndedChildren();
        long start = System.nanoTime();
        ProgramRun run = program.run(
                LONGEST,
                List.of(
                        "--config",
                        settings("client", List.of("identity.dns=Contoso.com")).toString(),
                        "--set",
                        "message-security.address=" + address,
                        "add",
                        "100",
                        "15.99"));
        double wall = (System.nanoTime() - start) / NANOS;
        if (run.exitCode() != 0 || !run.out().contains("115.99")) {
            throw new IllegalStateException("The client failed: " + run.out() + run.errors());
        }
        return new Cost(wall, cpuOfEndedChildren() - cpu);
    }

    private Cost ready(JavaProgram program) {
        long start = System.nanoTime();
        try (var running = start(program)) {
            ServiceProgram.addressOf(running);
            double wall = (System.nanoTime() - start) / NANOS;
            double cpu = ProcessHandle.of(running.processId())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .map(duration -> duration.toNanos() / NANOS)
                    .orElse(Double.NaN);
            return new Cost(wall, cpu);
        }
    }

    private RunningProgram start(JavaProgram program) {
        return program.start(List.of(
                "--config",
                settings("service", List.of("listen-uri=http://localhost:0/Calculator"))
                        .toString(),
                "--set",
                "message-security.address=http://localhost/Calculator"));
    }

    /** Writes the settings of a side. */
    private Path settings(String side, List<String> more) {
        var lines = new ArrayList<>(List.of(
                side + "-certificate.file=" + side + ".p12", "trust.file=ca.pem", "trust.revocation-list=ca.crl"));
        lines.addAll(more);
        try {
            return Files.write(
                    certificates.resolve(side + "-start.properties"),
                    lines.stream().map("message-security."::concat).toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns the seconds, of user and of system, that all programs took which this one started and which have ended; not a number on other systems than Linux. */
    private static double cpuOfEndedChildren() {
        try {
            String statistics = Files.readString(OWN_STATISTICS);
            String[] fields =
                    statistics.substring(statistics.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[USER_TICKS_OF_CHILDREN]) + Long.parseLong(fields[USER_TICKS_OF_CHILDREN + 1]))
                    / TICKS_PER_SECOND;
        } catch (IOException elsewhere) {
            return Double.NaN;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.bench.Contender.Pace;
import dev.wshttp.bench.NegotiationCost.Medians;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Load.Measurement;
import dev.wshttp.interop.Load.Port;
import dev.wshttp.interop.Mode;
import dev.wshttp.it.process.JavaProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Makes certificates, measures every contender, and prints the tables. */
public final class Benchmarks {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);
    private static final List<Integer> THREADS = List.of(1, 2, 8);

    /** CXF and Metro have no code for TLSNEGO, so these rows stay empty: docs/interop-cxf-metro.md. */
    private static final List<String> CANNOT_NEGOTIATE =
            List.of("CXF, negotiated, with or without session", "Metro, negotiated, with or without session");

    private final Path project;
    private final Pace pace;
    private final PrintStream out;

    private Benchmarks(Path project, Pace pace, PrintStream out) {
        this.project = project;
        this.pace = pace;
        this.out = out;
    }

    /**
     * Measures everything, or one thing.
     *
     * @param arguments the directory of the parent, where the modules are; the directory to work in; seconds of warm-up for each row, and of
     *     measurement for each number of threads; {@code all}, {@code memory} or {@code soak}; minutes of the soak, which is not in {@code all}
     */
    public static void main(String... arguments) throws IOException, RunnerException {
        var pace = new Pace(seconds(arguments[2]), seconds(arguments[3]), THREADS);
        var benchmarks = new Benchmarks(Path.of(arguments[0]).toRealPath(), pace, System.out);
        System.out.printf(
                "Java %s, %d processors%n%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        CredentialFolder folder = benchmarks.certificates(Path.of(arguments[1]));
        switch (arguments[4]) {
            case "all" -> benchmarks.measureAll(folder);
            case "memory" -> new MemoryCost(folder).print(System.out);
            case "soak" -> new Soak(folder, System.out).run(Integer.parseInt(arguments[5]));
            default ->
                throw new IllegalArgumentException(
                        "benchmarks.measure is '" + arguments[4] + "' (expected all, memory or soak).");
        }
    }

    private void measureAll(CredentialFolder folder) throws RunnerException {
        out.printf(
                "%d s of warm-up, then %d s for each number of threads%n%n",
                pace.warmUp().toSeconds(), pace.measured().toSeconds());
        new MemoryCost(folder).print(out);
        printNegotiation(new NegotiationCost(folder).measure(pace.warmUp(), pace.measured()));
        measureCalls(folder);
        measureOneMessage(folder);
    }

    private void printNegotiation(Medians medians) {
        out.println("| One negotiation without HTTP | both sides p50 ms | client CPU p50 ms | service CPU p50 ms |");
        out.println("|---|--:|--:|--:|");
        out.printf(
                Locale.ROOT,
                "| ours, median of %d | %.2f | %.2f | %.2f |%n%n",
                medians.negotiations(),
                medians.wall(),
                medians.clientCpu(),
                medians.serviceCpu());
    }

    /** Prints the table of calls, and then the table of first answers. */
    private void measureCalls(CredentialFolder folder) {
        var firstAnswers = new ArrayList<String>();
        out.println(
                "| Calls over loopback HTTP | threads | calls/s | p50 ms | p99 ms | client CPU ms | service CPU ms |");
        out.println("|---|--:|--:|--:|--:|--:|--:|");
        for (var contender : contenders()) {
            for (var measurement : contender.measure(folder, pace)) {
                if (measurement.port() == Port.SHARED) {
                    out.println(row(contender.name(), measurement));
                } else {
                    firstAnswers.add(firstAnswer(contender.name(), measurement));
                }
            }
        }
        CANNOT_NEGOTIATE.forEach(name -> out.println("| " + name + " | cannot negotiate | | | | | |"));
        out.println();
        out.println("| First answer of a new port | ports/s | p50 ms | p99 ms | client CPU ms | service CPU ms |");
        out.println("|---|--:|--:|--:|--:|--:|");
        firstAnswers.forEach(out::println);
        CANNOT_NEGOTIATE.forEach(name -> out.println("| " + name + " | cannot negotiate | | | | |"));
        out.println();
    }

    private static Duration seconds(String argument) {
        return Duration.ofSeconds(Long.parseLong(argument));
    }

    private List<Contender> contenders() {
        return List.of(
                Contender.ri("JAX-WS RI without security", RiPeer.PLAIN, Mode.DIRECT),
                Contender.ri("ours, direct", RiPeer.SECURED, Mode.DIRECT),
                Contender.ri("ours, session", RiPeer.SECURED, Mode.SESSION),
                Contender.ri("ours, negotiated session", RiPeer.SECURED, Mode.NEGOTIATED_SESSION),
                Contender.ri("ours, negotiated", RiPeer.SECURED, Mode.NEGOTIATED),
                Contender.peer("CXF, direct", peer("cxf"), Mode.DIRECT),
                Contender.peer("Metro, direct", peer("metro"), Mode.DIRECT),
                Contender.peer("CXF, session", peer("cxf"), Mode.SESSION),
                Contender.peer("Metro, session", peer("metro"), Mode.SESSION));
    }

    private static String row(String name, Measurement measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.2f | %.2f | %.2f | %.2f |",
                name,
                measured.threads(),
                measured.callsPerSecond(),
                measured.p50(),
                measured.p99(),
                measured.clientCpu(),
                measured.serviceCpu());
    }

    private static String firstAnswer(String name, Measurement measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.2f | %.2f |",
                name,
                measured.callsPerSecond(),
                measured.p50(),
                measured.p99(),
                measured.clientCpu(),
                measured.serviceCpu());
    }

    /** Runs the benchmarks of JMH, which prints its progress. The last table is the result. */
    private static void measureOneMessage(CredentialFolder folder) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(MessageBenchmark.class.getSimpleName())
                        .jvmArgsAppend("-D" + MessageBenchmark.FOLDER + "=" + folder.path())
                        .build())
                .run();
    }

    private CredentialFolder certificates(Path work) throws IOException {
        Path folder = Files.createDirectories(work).toAbsolutePath().resolve("certificates");
        var made = new JavaProgram(project.resolve("cert-tools/target/cert-tools.jar"))
                .run(LONGEST_RUN, List.of("init", "--force", "--out", folder.toString()));
        if (made.exitCode() != 0) {
            throw new IllegalStateException("No certificates: " + made.errors());
        }
        return new CredentialFolder(folder);
    }

    /** Returns the jar of a peer, whose name contains the version. */
    private Path peer(String name) {
        Path target = project.resolve("interop").resolve(name).resolve("target");
        try (var jars = Files.newDirectoryStream(target, "interop-" + name + "-*.jar")) {
            return jars.iterator().next();
        } catch (IOException notBuilt) {
            throw new IllegalStateException("Build interop/" + name + " first", notBuilt);
        }
    }
}

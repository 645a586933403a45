// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.bench.Contender.Pace;
import dev.wshttp.bench.NegotiationCost.Medians;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.it.process.JavaProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Makes certificates, measures, and prints the tables, the last of which compares what was measured with the bars of the project. */
public final class Benchmarks {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);
    private static final List<Integer> THREADS = List.of(1, 2, 8);
    private static final int MISSED = 3;

    private final Path project;
    private final CredentialFolder folder;
    private final Pace pace;
    private final PrintStream out;
    private final Bars bars = new Bars();

    private Benchmarks(Path project, CredentialFolder folder, Pace pace, PrintStream out) {
        this.project = project;
        this.folder = folder;
        this.pace = pace;
        this.out = out;
    }

    /**
     * Measures everything, or one thing. Exits with 3 if a bar is missed and that is asked for.
     *
     * @param arguments the directory of the parent, where the modules are; the directory to work in; seconds of warm-up for each row, and of
     *     measurement for each number of threads; {@code all}, {@code start}, {@code calls}, {@code sessions} (of these), {@code peers}, {@code messages}, {@code memory},
     *     or {@code instances} and {@code soak}, which are not in {@code all}; minutes of the soak; {@code true} if a missed bar is a failure
     */
    public static void main(String... arguments) throws IOException {
        Path project = Path.of(arguments[0]).toRealPath();
        var pace = new Pace(seconds(arguments[2]), seconds(arguments[3]), THREADS);
        CredentialFolder folder = certificates(project, Path.of(arguments[1]));
        var benchmarks = new Benchmarks(project, folder, pace, System.out);
        benchmarks.measure(arguments[4], Integer.parseInt(arguments[5]));
        if (Boolean.parseBoolean(arguments[6]) && !benchmarks.bars.hold()) {
            System.exit(MISSED);
        }
    }

    private static Duration seconds(String argument) {
        return Duration.ofSeconds(Long.parseLong(argument));
    }

    private static CredentialFolder certificates(Path project, Path work) throws IOException {
        Path folder = Files.createDirectories(work).toAbsolutePath().resolve("certificates");
        var made = new JavaProgram(project.resolve("cert-tools/target/cert-tools.jar"))
                .run(LONGEST_RUN, List.of("init", "--force", "--out", folder.toString()));
        if (made.exitCode() != 0) {
            throw new IllegalStateException("No certificates: " + made.errors());
        }
        return new CredentialFolder(folder);
    }

    private void measure(String what, int minutes) throws IOException {
        out.printf(
                "Java %s, %d processors; %d s of warm-up, then %d s for each measurement%n%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                pace.warmUp().toSeconds(),
                pace.measured().toSeconds());
        switch (what) {
            case "all" -> {
                new StartCost(project, folder).print(out, bars);
                new MemoryCost(folder).print(out, bars);
                printNegotiation(new NegotiationCost(folder).measure(pace.warmUp(), pace.measured()));
                new MessageTables(folder, pace, out).print(bars);
                new CallTables(project, folder, pace, out).print(bars);
                new SlowPeersCost(project, folder, pace).print(out, bars);
            }
            case "peers" -> new SlowPeersCost(project, folder, pace).print(out, bars);
            case "instances" -> new InstancesCost(project, folder, pace).print(out);
            case "start" -> new StartCost(project, folder).print(out, bars);
            case "calls" -> new CallTables(project, folder, pace, out).print(bars);
            case "sessions" -> new CallTables(project, folder, pace, out).printSessions(bars);
            case "messages" -> new MessageTables(folder, pace, out).print(bars);
            case "memory" -> new MemoryCost(folder).print(out, bars);
            case "soak" -> new Soak(folder, out).run(minutes);
            default ->
                throw new IllegalArgumentException("benchmarks.measure is '" + what
                        + "' (expected all, start, calls, sessions, peers, messages, memory, instances or soak).");
        }
        bars.print(out);
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
}

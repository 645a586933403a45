// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.bench.Contender.Pace;
import dev.wshttp.bench.Programs.Result;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Load.Measurement;
import dev.wshttp.interop.Load.Port;
import dev.wshttp.interop.Mode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Measures whole calls of every contender, and RSA alone; prints the tables, and compares. */
final class CallTables {
    private static final String PLAIN = "JAX-WS RI without security";
    private static final String LONG = "JAX-WS RI without security, messages as long as in a session";
    private static final String OURS = "ours";
    private static final String ON_JETTY = "ours, session, calculator-service.jar";
    private static final List<String> PEERS = List.of("CXF", "Metro");
    private static final String WITH_CORRETTO = ", with Corretto";

    /** CXF and Metro have no code for TLSNEGO, so these rows stay empty: docs/interop-cxf-metro.md. */
    private static final String NEGOTIATED = "negotiated, with or without session";

    private static final double MICROSECONDS_PER_MILLISECOND = 1e3;

    private final Path project;
    private final CredentialFolder folder;
    private final Pace pace;
    private final PrintStream out;
    private final Map<String, List<Measurement>> measured = new LinkedHashMap<>();

    CallTables(Path project, CredentialFolder folder, Pace pace, PrintStream out) {
        this.project = project;
        this.folder = folder;
        this.pace = pace;
        this.out = out;
    }

    /** Measures, prints a table of RSA, one of calls and one of first answers, and adds the bars. */
    void print(Bars bars) throws IOException {
        Optional<Corretto> corretto = Corretto.installedBy(folder.path());
        double rsa = printRsa(corretto);
        printCalls(contenders(corretto));
        printFirstAnswers();
        compareSessions(bars);
        compareDirect(bars, rsa, corretto.isPresent());
        firstAnswers(bars);
    }

    /** Measures the rows of sessions alone, and adds their bars. */
    void printSessions(Bars bars) throws IOException {
        var contenders =
                new ArrayList<>(List.of(plain(), longMessages(), ours(Mode.SESSION), ours(Mode.NEGOTIATED_SESSION)));
        for (String peer : PEERS) {
            contenders.add(peer(peer, Mode.SESSION));
        }
        printCalls(contenders);
        printFirstAnswers();
        compareSessions(bars);
        firstAnswers(bars);
    }

    /** Returns the milliseconds of a call's RSA with the providers of the JDK. */
    private double printRsa(Optional<Corretto> corretto) {
        out.println("| RSA of one direct call, CPU ms | encrypt | sign | decrypt | verify | together |");
        out.println("|---|--:|--:|--:|--:|--:|");
        double rsa = printRsa("providers of the JDK", List.of());
        corretto.ifPresent(it -> printRsa("Corretto", it.options()));
        out.println();
        return rsa;
    }

    private double printRsa(String name, List<String> options) {
        var seconds = pace.measured().toSeconds();
        var results = Programs.run(pace.longest(), options, RsaCost.class, folder.path(), seconds, seconds);
        var row = new StringBuilder("| " + name + " |");
        double sum = 0;
        for (Result result : results) {
            double milliseconds = result.value(0) / MICROSECONDS_PER_MILLISECOND;
            sum += milliseconds;
            row.append(String.format(Locale.ROOT, " %.3f |", milliseconds));
        }
        out.printf(Locale.ROOT, "%s %.3f |%n", row, sum);
        return sum;
    }

    private List<Contender> contenders(Optional<Corretto> corretto) throws IOException {
        var contenders = new ArrayList<>(List.of(
                plain(),
                longMessages(),
                ours(Mode.DIRECT),
                ours(Mode.SESSION),
                ours(Mode.SESSION).withCalculatorService(ON_JETTY, project),
                ours(Mode.NEGOTIATED_SESSION),
                ours(Mode.NEGOTIATED)));
        for (var mode : List.of(Mode.DIRECT, Mode.SESSION)) {
            for (String peer : PEERS) {
                contenders.add(peer(peer, mode));
            }
        }
        if (corretto.isPresent()) {
            contenders.add(Contender.ri(
                    name(OURS, Mode.DIRECT) + WITH_CORRETTO,
                    RiPeer.SECURED,
                    Mode.DIRECT,
                    corretto.get().options()));
            for (String peer : PEERS) {
                contenders.add(
                        Contender.peer(name(peer, Mode.DIRECT) + WITH_CORRETTO, jar(peer), Mode.DIRECT, corretto));
            }
        } else {
            out.println("Corretto's provider does not run on this platform, so its rows are missing."
                    + System.lineSeparator());
        }
        return contenders;
    }

    private static Contender plain() {
        return Contender.ri(PLAIN, RiPeer.PLAIN, Mode.DIRECT, List.of());
    }

    private static Contender longMessages() {
        return Contender.ri(LONG, RiPeer.LONG, Mode.DIRECT, List.of());
    }

    private Contender peer(String peer, Mode mode) throws IOException {
        return Contender.peer(name(peer, mode), jar(peer), mode, Optional.empty());
    }

    private static Contender ours(Mode mode) {
        return Contender.ri(name(OURS, mode), RiPeer.SECURED, mode, List.of());
    }

    private static String name(String stack, Mode mode) {
        return stack + ", " + mode.argument().replace('-', ' ');
    }

    /** Returns the jar of a peer, whose name contains the version. */
    private Path jar(String peer) throws IOException {
        String module = peer.toLowerCase(Locale.ROOT);
        Path target = project.resolve("interop").resolve(module).resolve("target");
        try (var jars = Files.newDirectoryStream(target, "interop-" + module + "-*.jar")) {
            return jars.iterator().next();
        }
    }

    private void printCalls(List<Contender> contenders) {
        out.println(
                "| Calls over loopback HTTP | threads | calls/s | p50 ms | p99 ms | client CPU ms | service CPU ms |");
        out.println("|---|--:|--:|--:|--:|--:|--:|");
        for (var contender : contenders) {
            var results = contender.measure(folder, pace);
            measured.put(contender.name(), results);
            results.stream()
                    .filter(result -> result.port() == Port.SHARED)
                    .forEach(result -> out.printf(
                            Locale.ROOT,
                            "| %s | %d | %.0f | %.2f | %.2f | %.3f | %.3f |%n",
                            contender.name(),
                            result.threads(),
                            result.callsPerSecond(),
                            result.p50(),
                            result.p99(),
                            result.clientCpu(),
                            result.serviceCpu()));
        }
        PEERS.forEach(peer -> out.println("| " + peer + ", " + NEGOTIATED + " | cannot negotiate | | | | | |"));
        out.println();
    }

    private void printFirstAnswers() {
        out.println("| First answer of a new port | ports/s | p50 ms | p99 ms | client CPU ms | service CPU ms |");
        out.println("|---|--:|--:|--:|--:|--:|");
        measured.forEach((name, results) -> {
            var result = firstAnswer(name);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.2f | %.2f | %.2f |%n",
                    name,
                    result.callsPerSecond(),
                    result.p50(),
                    result.p99(),
                    result.clientCpu(),
                    result.serviceCpu());
        });
        PEERS.forEach(peer -> out.println("| " + peer + ", " + NEGOTIATED + " | cannot negotiate | | | | |"));
        out.println();
    }

    private void compareSessions(Bars bars) {
        for (var mode : List.of(Mode.SESSION, Mode.NEGOTIATED_SESSION)) {
            String ours = name(OURS, mode);
            bars.atLeast(
                    10,
                    "",
                    ours + ": calls/s to those of the better peer's session",
                    toBetterPeer(ours, Mode.SESSION, ""));
            bars.atMost(
                    3,
                    "",
                    ours + ": CPU of a call to that of the RI without security",
                    cpu(calls(ours)) / cpu(calls(PLAIN)));
        }
    }

    private void compareDirect(Bars bars, double rsa, boolean withCorretto) {
        String ours = name(OURS, Mode.DIRECT);
        bars.atMost(1.4, "", ours + ": CPU of a call to that of its RSA alone", cpu(calls(ours)) / rsa);
        bars.atLeast(3, "", ours + ": calls/s to those of the better peer", toBetterPeer(ours, Mode.DIRECT, ""));
        if (withCorretto) {
            bars.atLeast(
                    8,
                    "",
                    ours + WITH_CORRETTO + ": calls/s to those of the better peer with Corretto",
                    toBetterPeer(ours + WITH_CORRETTO, Mode.DIRECT, WITH_CORRETTO));
        }
    }

    private void firstAnswers(Bars bars) {
        firstAnswer(bars, 8, Mode.SESSION);
        firstAnswer(bars, 12, Mode.NEGOTIATED_SESSION);
    }

    private void firstAnswer(Bars bars, double milliseconds, Mode mode) {
        String ours = name(OURS, mode);
        bars.atMost(milliseconds, "ms", ours + ": CPU of the first answer of a new port", cpu(firstAnswer(ours)));
    }

    private double toBetterPeer(String ours, Mode mode, String suffix) {
        double better = PEERS.stream()
                .mapToDouble(peer -> calls(name(peer, mode) + suffix).callsPerSecond())
                .max()
                .orElseThrow();
        return calls(ours).callsPerSecond() / better;
    }

    /** Returns the milliseconds of both sides. */
    private static double cpu(Measurement measurement) {
        return measurement.clientCpu() + measurement.serviceCpu();
    }

    /** Returns the calls with the largest number of threads. */
    private Measurement calls(String name) {
        int most = pace.threads().get(pace.threads().size() - 1);
        return one(name, result -> result.port() == Port.SHARED && result.threads() == most);
    }

    private Measurement firstAnswer(String name) {
        return one(name, result -> result.port() == Port.NEW);
    }

    private Measurement one(String name, Predicate<Measurement> which) {
        return measured.getOrDefault(name, List.of()).stream()
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "'" + name + "' was not measured (expected one of " + measured.keySet() + ")."));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.bench.Contender.Pace;
import dev.wshttp.bench.Programs.Result;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.security.MessageEngine;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Measures messages alone, each kind of measurement in a JVM of its own; prints the tables, and compares. */
final class MessageTables {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final int STEPS = 8;
    private static final String MEGABYTE = "1024";
    private static final int BYTES_PER_MEGABYTE = 1 << 20;
    // Four times the work, and a fifth more, because the caches of a processor hold small messages only.
    private static final double FOUR_TIMES = 4.8;

    private final CredentialFolder folder;
    private final Pace pace;
    private final PrintStream out;

    MessageTables(CredentialFolder folder, Pace pace, PrintStream out) {
        this.folder = folder;
        this.pace = pace;
        this.out = out;
    }

    void print(Bars bars) {
        printSteps(bars);
        printLarge(bars);
        printHeap(bars);
    }

    private List<Result> run(int measurements, List<String> options, Class<?> main, Object... arguments) {
        var longest =
                pace.warmUp().plus(pace.measured().multipliedBy(measurements)).plus(LONGEST_START);
        return Programs.run(longest, options, main, arguments);
    }

    private void printSteps(Bars bars) {
        out.println("| A small message, hot, one thread | engine | CPU microseconds | garbage KB |");
        out.println("|---|---|--:|--:|");
        for (var engine : MessageEngine.values()) {
            var steps = run(
                    STEPS,
                    List.of(),
                    MessageCost.class,
                    engine,
                    folder.path(),
                    pace.warmUp().toSeconds(),
                    pace.measured().toSeconds());
            for (var step : steps) {
                out.printf(
                        Locale.ROOT, "| %s | %s | %.1f | %.1f |%n", step.name(), engine, step.value(0), step.value(1));
                if (engine == MessageEngine.ofSystem()) {
                    compareStep(bars, step);
                }
            }
        }
        out.println();
    }

    private static void compareStep(Bars bars, Result step) {
        switch (step.name()) {
            case MessageCost.PROTECT_IN_SESSION -> compareStep(bars, step, 50);
            case MessageCost.VERIFY_IN_SESSION -> compareStep(bars, step, 60);
            default -> {
                // No bar.
            }
        }
    }

    private static void compareStep(Bars bars, Result step, double microseconds) {
        bars.atMost(microseconds, "microseconds", "message of a " + step.name() + ": CPU", step.value(0));
        bars.atMost(60, "KB", "message of a " + step.name() + ": garbage", step.value(1));
    }

    private void printLarge(Bars bars) {
        var results = run(
                LargeMessages.KILOBYTES.size(),
                List.of(),
                LargeMessages.class,
                pace.warmUp().toSeconds(),
                pace.measured().toSeconds());
        out.println(
                "| Text of a message, KB | protect, CPU microseconds | verify, CPU microseconds | together, MB/s |");
        out.println("|--:|--:|--:|--:|");
        for (var result : results) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.1f |%n",
                    result.name(),
                    result.value(0),
                    result.value(1),
                    megabytesPerSecond(result));
            if (result.name().equals(MEGABYTE)) {
                bars.atLeast(60, "MB/s", "1 MB of text, protect and verify together", megabytesPerSecond(result));
            }
        }
        out.println();
        bars.atMost(
                FOUR_TIMES, "", "four times the text, 1 KB to 4 MB: protect, CPU, largest ratio", growth(results, 0));
        bars.atMost(
                FOUR_TIMES, "", "four times the text, 1 KB to 4 MB: verify, CPU, largest ratio", growth(results, 1));
    }

    private static double megabytesPerSecond(Result result) {
        double megabytes = Double.parseDouble(result.name()) / 1024;
        return megabytes / ((result.value(0) + result.value(1)) / 1e6);
    }

    private static double growth(List<Result> results, int value) {
        double most = 0;
        for (int i = 1; i < results.size(); i++) {
            most = Math.max(
                    most, results.get(i).value(value) / results.get(i - 1).value(value));
        }
        return most;
    }

    private void printHeap(Bars bars) {
        var results = run(
                2,
                LargeMessageHeap.OPTIONS,
                LargeMessageHeap.class,
                pace.measured().multipliedBy(2).toSeconds());
        out.println("| 1 MB of text | message, MB | most on the heap at once, MB | moments |");
        out.println("|---|--:|--:|--:|");
        for (var result : results) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.0f |%n",
                    result.name(),
                    result.value(0) / BYTES_PER_MEGABYTE,
                    result.value(1) / BYTES_PER_MEGABYTE,
                    result.value(2));
            bars.atMost(
                    3,
                    "",
                    "1 MB of text, " + result.name() + ": most on the heap to the message's size",
                    result.value(1) / result.value(0));
        }
        out.println();
    }
}

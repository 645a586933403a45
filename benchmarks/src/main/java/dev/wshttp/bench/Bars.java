// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what was measured against a bar, and prints the table of bars. Not safe for use by several threads. */
final class Bars {
    private final List<Bar> bars = new ArrayList<>();

    /** Adds a value that has to reach a limit. */
    void atLeast(double limit, String unit, String name, double value) {
        bars.add(new Bar(name, value, "at least", limit, unit, value >= limit));
    }

    /** Adds a value that must not exceed a limit. */
    void atMost(double limit, String unit, String name, double value) {
        bars.add(new Bar(name, value, "at most", limit, unit, value <= limit));
    }

    /** Returns whether every bar holds. */
    boolean hold() {
        return bars.stream().allMatch(Bar::holds);
    }

    void print(PrintStream out) {
        out.println("| Bar | measured | bar | |");
        out.println("|---|--:|--:|---|");
        bars.forEach(bar -> out.println(bar.row()));
        out.println();
    }

    /**
     * A value beside its limit.
     *
     * @param unit of both; empty for a ratio
     */
    private record Bar(String name, double value, String direction, double limit, String unit, boolean holds) {
        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %s %s %s | %s |",
                    name,
                    value,
                    direction,
                    limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit),
                    unit.isEmpty() ? "times" : unit,
                    holds ? "holds" : "MISSED");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was done to instances and store, and what became of the calls. */
final class FaultTable {
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();

    /**
     * One fault.
     *
     * @param answered calls that were answered, from the fault until calls flowed again
     * @param failed calls that failed meanwhile
     * @param flow how long it took after its end until each client got answers
     */
    record Row(long answered, long failed, Duration flow) {}

    void add(String fault, Row row) {
        rows.computeIfAbsent(fault, name -> new ArrayList<>()).add(row);
    }

    /** Returns the longest time until calls flowed again. */
    Duration longestFlow() {
        return rows.values().stream()
                .flatMap(List::stream)
                .map(Row::flow)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Returns the table as Markdown. */
    String markdown() {
        var text = new StringBuilder(
                "| What was done | times | calls answered meanwhile | calls that failed | longest time until all clients had answers, seconds |\n"
                        + "|---|--:|--:|--:|--:|\n");
        rows.forEach((fault, all) -> text.append(String.format(
                "| %s | %d | %d | %d | %.1f |%n",
                fault,
                all.size(),
                all.stream().mapToLong(Row::answered).sum(),
                all.stream().mapToLong(Row::failed).sum(),
                all.stream()
                                .map(Row::flow)
                                .max(Duration::compareTo)
                                .orElseThrow()
                                .toMillis()
                        / 1000.0)));
        return text.toString();
    }
}

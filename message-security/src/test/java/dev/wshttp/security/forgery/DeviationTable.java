// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.TextTable;
import dev.wshttp.security.forgery.Deviation.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of deviations, which is a resource: a line for each, with the weight, the message, {@code accepted} or the fault of this library, the name in
 * WCF's recorded table, and the {@link ChangeScript change}.
 */
public final class DeviationTable {
    private static final int COLUMNS = 5;
    private static final String ACCEPTED = "accepted";

    private DeviationTable() {}

    /**
     * Reads a table of {@code /deviations}.
     *
     * @throws IllegalArgumentException if a line cannot be read, or if a name comes twice
     */
    public static Map<String, Deviation> of(String name) {
        var table = new LinkedHashMap<String, Deviation>();
        for (List<String> line : TextTable.of("/deviations/" + name, COLUMNS)) {
            Deviation deviation = deviation(line);
            if (table.put(deviation.name(), deviation) != null) {
                throw new IllegalArgumentException(name + " has '" + deviation.name() + "' twice");
            }
        }
        return table;
    }

    private static Deviation deviation(List<String> columns) {
        Optional<SecurityFault> refusal =
                columns.get(2).equals(ACCEPTED) ? Optional.empty() : Optional.of(SecurityFault.valueOf(columns.get(2)));
        return new Deviation(columns.get(3), Weight.of(columns.get(0)), columns.get(1), refusal, columns.get(4));
    }
}

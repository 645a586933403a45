// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** Text files on the class path: lines, and tables whose columns have {@code |} between them. Lines that start with {@code #} are comments. */
public final class TextTable {
    private TextTable() {}

    /** Returns the lines of a resource. */
    public static List<String> lines(String resource) {
        try (InputStream found = TextTable.class.getResourceAsStream(resource)) {
            if (found == null) {
                throw new IllegalArgumentException("There is no resource '" + resource + "'");
            }
            return new String(found.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Returns the columns of each line of a resource.
     *
     * @throws IllegalArgumentException if a line has another number of columns
     */
    public static List<List<String>> of(String resource, int columns) {
        return lines(resource).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> columns(line, columns))
                .toList();
    }

    private static List<String> columns(String line, int columns) {
        List<String> found =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (found.size() != columns) {
            throw new IllegalArgumentException(
                    "A line has " + found.size() + " columns (expected " + columns + "): " + line);
        }
        return found;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of a page that {@link MarkdownTable} wrote, read again: under each heading the rows with their cells, the head first. */
final class PublishedPage {
    private static final String SECTION = "## ";
    private static final int FIRST_PEER = 3;

    private final Map<String, List<List<String>>> tables;

    private PublishedPage(Map<String, List<List<String>>> tables) {
        this.tables = tables;
    }

    /** @throws KitFailure if the file cannot be read */
    static PublishedPage read(Path file) {
        try {
            return of(Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw ReportFiles.unreadable(file, unreadable);
        }
    }

    static PublishedPage of(List<String> lines) {
        var tables = new HashMap<String, List<List<String>>>();
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(SECTION)) {
                rows = new ArrayList<>();
                tables.put(line.substring(SECTION.length()), rows);
            } else if (line.startsWith("| ")) {
                rows.add(cells(line));
            }
        }
        return new PublishedPage(tables);
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1, row.length() - 1).split("\\|"))
                .map(String::strip)
                .toList();
    }

    /** Returns the rows of a table without the columns of peers, and without the head. */
    List<List<String>> cases(Probed probed) {
        List<List<String>> rows = tables.getOrDefault(probed.heading(), List.of());
        return rows.stream().skip(1).map(row -> row.subList(0, FIRST_PEER)).toList();
    }

    /** Returns where the page says something else than these results. */
    List<String> differences(Tried run) {
        PublishedPage expected = of(new MarkdownTable(List.of(run)).lines());
        List<List<String>> rows = tables.getOrDefault(run.probed().heading(), List.of());
        int column = rows.isEmpty() ? -1 : rows.get(0).indexOf(run.subject());
        if (column < FIRST_PEER) {
            return List.of("The page has no column '" + run.subject() + "' in '"
                    + run.probed().heading() + "'");
        }
        var differences = new ArrayList<String>();
        List<List<String>> today = expected.tables.getOrDefault(run.probed().heading(), List.of());
        if (rows.size() != today.size()) {
            return List.of("The page has " + (rows.size() - 1) + " cases (expected " + (today.size() - 1) + ")");
        }
        for (int i = 1; i < rows.size(); i++) {
            String published = rows.get(i).get(column);
            String found = today.get(i).get(FIRST_PEER);
            if (!published.equals(found)
                    || !rows.get(i).get(0).equals(today.get(i).get(0))) {
                differences.add(run.probed().mode().word() + ", " + today.get(i).get(0) + ": the page says '"
                        + published + "', this run '" + found + "'");
            }
        }
        return differences;
    }
}

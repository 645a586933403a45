// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code live-tolerance-headers.txt}: what was sent to WCF, and whether it took it.
 *
 * @param section the letter of its section: A and B are requests, C and D replies
 * @param isAccepted whether WCF verified the message
 */
record HeaderTolerance(String section, boolean isAccepted, String name) {
    private static final Pattern LINE =
            Pattern.compile("(ACCEPTED|REFUSED|FAULT) +(.*?)(?: {2,}.*| (?:200 OK|EXCEPTION|OK ).*)");

    static List<HeaderTolerance> all() {
        var all = new ArrayList<HeaderTolerance>();
        String section = "";
        for (String line : lines()) {
            Matcher columns = LINE.matcher(line);
            if (line.startsWith("## ")) {
                section = line.substring(3, 4);
            } else if (!line.startsWith("#") && columns.matches()) {
                all.add(new HeaderTolerance(section, !columns.group(1).equals("REFUSED"), columns.group(2)));
            }
        }
        return all;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(RecordedContract.path("live-tolerance-headers.txt"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the table of variants calls it. */
    String key() {
        return section + " " + name;
    }

    @Override
    public String toString() {
        return key();
    }
}

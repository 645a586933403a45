// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a table {@code live-tolerance-*.txt}: what was sent to WCF, and what WCF made of it.
 *
 * @param section the letter of its section in the table
 * @param verdict {@code ACCEPTED}, {@code REFUSED}, or {@code FAULT} if WCF's client gave its caller a fault as the service's own
 * @param name what was different
 * @param told what WCF said, as it was recorded
 */
public record LiveTolerance(String section, String verdict, String name, String told) {
    private static final Pattern LINE =
            Pattern.compile("(ACCEPTED|REFUSED|FAULT) +(.*?)(?: {2,}| (?=200 OK|EXCEPTION |OK )|$)(.*)");

    /** Returns the lines of a table. */
    public static List<LiveTolerance> of(String table) {
        var lines = new ArrayList<LiveTolerance>();
        String section = "";
        for (String text : TextTable.lines("/captures/" + table)) {
            Matcher line = LINE.matcher(text);
            if (text.startsWith("## ")) {
                section = text.substring(3, 4);
            } else if (line.matches()) {
                lines.add(new LiveTolerance(section, line.group(1), line.group(2), line.group(3)));
            }
        }
        return lines;
    }

    /** Returns whether WCF verified the message. */
    public boolean isAccepted() {
        return !verdict.equals("REFUSED");
    }

    /** Returns section and name. */
    public String key() {
        return section + " " + name;
    }

    @Override
    public String toString() {
        return key();
    }
}

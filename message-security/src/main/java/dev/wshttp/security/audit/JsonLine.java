// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.audit;

import dev.wshttp.security.UntrustedText;
import java.util.Optional;

/**
 * One JSON object (RFC 8259) on one line, in the order in which its members are added. Names and texts of peers stay what they are and cannot end a
 * string, a line or the object: quotes, backslashes and every character that is not shown are escaped. Not safe for use by several threads.
 */
final class JsonLine {
    private static final int LONGEST = 1_000;

    private final StringBuilder line = new StringBuilder("{");

    /** Adds a member with a text, of which at most 1,000 characters are written, then {@code ...}. */
    JsonLine with(String member, String text) {
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"')
                .append(member)
                .append("\":\"")
                .append(escaped(bounded(text)))
                .append('"');
        return this;
    }

    /** Adds a member if there is a text. */
    JsonLine with(String member, Optional<String> text) {
        text.ifPresent(known -> with(member, known));
        return this;
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    // The escapes of Java are escapes of JSON, too.
    private static String escaped(String text) {
        return UntrustedText.withEscapes(text.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** Returns the line, without its end. */
    @Override
    public String toString() {
        return line + "}";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.page;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML in which every text and value is escaped. Names of elements and attributes are this program's own; there is no way to write markup that was
 * made elsewhere, except for the style sheet.
 */
final class HtmlWriter {
    // A message of WCF takes about 100,000; no browser shows much more than this.
    private static final int MOST_CHARACTERS = 1 << 25;

    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();
    private long written;

    /** @param out where the page goes, as it is made */
    HtmlWriter(Appendable out) {
        this.out = out;
    }

    /** Writes what a page of HTML begins with. */
    HtmlWriter documentType() {
        put("<!DOCTYPE html>\n");
        return this;
    }

    /** Writes a start tag. */
    HtmlWriter open(String name, String... attributesAndValues) {
        tag(name, attributesAndValues);
        open.push(name);
        return this;
    }

    /** Writes a tag that has no end tag. */
    HtmlWriter empty(String name, String... attributesAndValues) {
        tag(name, attributesAndValues);
        return this;
    }

    private void tag(String name, String... attributesAndValues) {
        requireRoom();
        put("<" + name);
        for (int i = 0; i < attributesAndValues.length; i += 2) {
            put(" " + attributesAndValues[i] + "=\"");
            escaped(attributesAndValues[i + 1]);
            put("\"");
        }
        put(">");
    }

    /** Writes the end tag of what was opened last. */
    HtmlWriter close() {
        put("</" + open.pop() + ">");
        return this;
    }

    /** Writes a text. Characters that cannot be seen become spaces. */
    HtmlWriter text(String text) {
        escaped(text);
        return this;
    }

    /** Writes an element with a text. */
    HtmlWriter element(String name, String text, String... attributesAndValues) {
        return open(name, attributesAndValues).text(text).close();
    }

    /** Starts a new line in the file. */
    HtmlWriter line() {
        put("\n");
        return this;
    }

    /** Writes a style sheet of this program. */
    HtmlWriter style(String sheet) {
        put("<style>" + sheet + "</style>");
        return this;
    }

    private void requireRoom() {
        if (written > MOST_CHARACTERS) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_TOO_LARGE,
                    "The page would have more than " + MOST_CHARACTERS
                            + " characters (expected about 100,000 for a message). Explain fewer or smaller messages on it.");
        }
    }

    private void escaped(String text) {
        String shown = UntrustedText.printable(text);
        var html = new StringBuilder(shown.length());
        for (int i = 0; i < shown.length(); i++) {
            switch (shown.charAt(i)) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(shown.charAt(i));
            }
        }
        put(html.toString());
    }

    private void put(String markup) {
        try {
            out.append(markup);
            written += markup.length();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Requires that each element was closed. */
    void end() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Not closed: " + open);
        }
    }
}

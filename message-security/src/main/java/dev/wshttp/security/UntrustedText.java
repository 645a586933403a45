// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes text from an untrusted source safe for a log, an error message or a terminal. The result cannot start a new line, control the terminal,
 * or reverse or hide the text beside it. Stateless and safe for use by several threads.
 *
 * <p>Each run of the following characters becomes one space: control characters (C0 and C1), line and paragraph separators, format characters
 * (those of bidirectional text included), other invisible characters, lone surrogates, private-use characters, and characters that Unicode has not
 * assigned.
 */
public final class UntrustedText {
    private static final int LONGEST = 1_000;

    private UntrustedText() {}

    /** Returns the text on one line; if it has more than 1,000 characters, the first 1,000 and "...". Null becomes "null". */
    public static String oneLine(@Nullable String text) {
        String known = String.valueOf(text);
        return known.length() <= LONGEST ? printable(known) : printable(known.substring(0, LONGEST)) + "...";
    }

    /** Returns the text on one line, without a limit of length. */
    public static String printable(String text) {
        var line = new StringBuilder(text.length());
        boolean inRun = false;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            boolean shown = isShown(character);
            if (shown) {
                line.appendCodePoint(character);
            } else if (!inRun) {
                line.append(' ');
            }
            inRun = !shown;
        }
        return line.toString();
    }

    /**
     * Returns the text on one line, in which each character that is not shown stands as an escape of Java, such as {@code \\t}. For values of settings:
     * in a properties file such a character may have been written as part of a path.
     */
    public static String withEscapes(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isShown(character)) {
                line.appendCodePoint(character);
            } else {
                line.append(escape(character));
            }
        });
        return line.toString();
    }

    private static String escape(int character) {
        return switch (character) {
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\f' -> "\\f";
            default ->
                Character.toString(character)
                        .chars()
                        .mapToObj(unit -> String.format("\\u%04x", unit))
                        .collect(Collectors.joining());
        };
    }

    /** Returns whether {@link #printable} keeps a character, given as a code point. */
    public static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> !isInvisible(character);
        };
    }

    // Unicode, DerivedCoreProperties: Default_Ignorable_Code_Point without the categories above. U+2800 is the empty
    // Braille pattern.
    private static boolean isInvisible(int character) {
        return character == 0x034F
                || character == 0x2800
                || character == 0x3164
                || character == 0xFFA0
                || isIn(character, 0x115F, 0x1160)
                || isIn(character, 0x17B4, 0x17B5)
                || isIn(character, 0x180B, 0x180F)
                || isIn(character, 0xFE00, 0xFE0F)
                || isIn(character, 0xE0100, 0xE01EF);
    }

    private static boolean isIn(int character, int first, int last) {
        return first <= character && character <= last;
    }
}

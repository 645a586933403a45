// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Texts in their canonical form (Canonical XML 1.0, section 2.3) that were received in another one. For one table. */
final class RewrittenTexts {
    private static final byte[] LESS = "&lt;".getBytes(US_ASCII);
    private static final byte[] GREATER = "&gt;".getBytes(US_ASCII);
    private static final byte[] AMPERSAND = "&amp;".getBytes(US_ASCII);
    private static final byte[] RETURN = "&#xD;".getBytes(US_ASCII);

    private final int usualBytes;
    private byte[] octets = {};
    private int size;

    /** @param receivedBytes the number of octets of all that was received */
    RewrittenTexts(int receivedBytes) {
        // What is rewritten has about the size of what it is made of; a text of many escapes has more.
        this.usualBytes = receivedBytes + receivedBytes / 8 + 64;
    }

    /** Returns the array that starts with the texts. */
    byte[] octets() {
        return octets;
    }

    int size() {
        return size;
    }

    /** Returns the number of octets of the canonical escape at a place of a text; 0 if there is none. */
    static int escapeAt(byte[] text, int start, int stop) {
        if (starts(text, start, stop, AMPERSAND)) {
            return AMPERSAND.length;
        }
        if (starts(text, start, stop, LESS) || starts(text, start, stop, GREATER)) {
            return LESS.length;
        }
        return starts(text, start, stop, RETURN) ? RETURN.length : 0;
    }

    private static boolean starts(byte[] text, int start, int stop, byte[] escape) {
        int end = start + escape.length;
        return end <= stop && Arrays.equals(text, start, end, escape, 0, escape.length);
    }

    /** Takes the escapes back. */
    static String unescaped(String canonical) {
        var text = new StringBuilder(canonical.length());
        int copied = 0;
        for (int at = canonical.indexOf('&'); at >= 0; at = canonical.indexOf('&', copied)) {
            text.append(canonical, copied, at);
            // The letter after & tells the escapes apart.
            char letter = canonical.charAt(at + 1);
            text.append(letter == 'a' ? '&' : letter == 'l' ? '<' : letter == 'g' ? '>' : '\r');
            copied = canonical.indexOf(';', at) + 1;
        }
        return text.append(canonical, copied, canonical.length()).toString();
    }

    /** Adds octets that are canonical. */
    void write(byte[] from, int start, int stop) {
        reserve(stop - start);
        System.arraycopy(from, start, octets, size, stop - start);
        size += stop - start;
    }

    /** Adds a character. */
    void write(int character) {
        switch (character) {
            case '<' -> write(LESS, 0, LESS.length);
            case '>' -> write(GREATER, 0, GREATER.length);
            case '&' -> write(AMPERSAND, 0, AMPERSAND.length);
            case '\r' -> write(RETURN, 0, RETURN.length);
            default -> writeUtf8(character);
        }
    }

    /** RFC 3629, section 3. */
    private void writeUtf8(int character) {
        int length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
        reserve(length);
        if (length == 1) {
            octets[size++] = (byte) character;
            return;
        }
        int rest = 6 * (length - 1);
        octets[size++] = (byte) ((0xF00 >> length) | (character >> rest));
        while (rest > 0) {
            rest -= 6;
            octets[size++] = (byte) (0x80 | ((character >> rest) & 0x3F));
        }
    }

    private void reserve(int bytes) {
        int needed = size + bytes;
        if (needed > octets.length) {
            octets = Arrays.copyOf(octets, needed > usualBytes ? 2 * needed : Math.min(2 * needed + 64, usualBytes));
        }
    }
}

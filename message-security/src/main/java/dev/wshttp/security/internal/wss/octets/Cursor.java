// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.xml.WhiteSpace;
import java.util.Arrays;

/** A place in octets in UTF-8, and what can be read there: characters, names, references. For one thread. */
final class Cursor {
    // XML 1.0, section 4.6.
    private static final byte[][] ENTITIES = {
        "amp".getBytes(US_ASCII),
        "lt".getBytes(US_ASCII),
        "gt".getBytes(US_ASCII),
        "quot".getBytes(US_ASCII),
        "apos".getBytes(US_ASCII)
    };
    private static final char[] CHARACTERS = {'&', '<', '>', '"', '\''};

    private static final int LONGEST_NAME_BYTES = 1_000;

    private final byte[] octets;
    private final int stop;
    private int position;

    Cursor(byte[] octets, int start, int stop) {
        this.octets = octets;
        this.position = start;
        this.stop = stop;
    }

    int position() {
        return position;
    }

    /** Returns the first position that is not to be read. */
    int stop() {
        return stop;
    }

    boolean atEnd() {
        return position >= stop;
    }

    /** Returns the octet at some distance; 0 after the end. */
    byte peek(int distance) {
        return position + distance < stop ? octets[position + distance] : 0;
    }

    boolean is(int octet) {
        return position < stop && octets[position] == octet;
    }

    void advance(int octetsToSkip) {
        position += octetsToSkip;
    }

    boolean startsWith(byte[] start) {
        int end = position + start.length;
        return end <= stop && Arrays.equals(octets, position, end, start, 0, start.length);
    }

    /** Skips white space, and returns whether there was any. */
    boolean skipWhiteSpace() {
        int start = position;
        while (position < stop && WhiteSpace.is(octets[position])) {
            position++;
        }
        return position > start;
    }

    /** Requires an octet, and skips it. */
    void require(int octet, String expected) {
        if (!is(octet)) {
            throw malformed(expected);
        }
        position++;
    }

    /** Skips what a text and its canonical form have in common, up to the first octet that is another one or the end. */
    void skipPlainText() {
        while (position < stop) {
            byte octet = octets[position];
            byte kind = Characters.ofText(octet);
            if (kind == Characters.PLAIN) {
                position++;
            } else if (octet < 0) {
                nextCharacter();
            } else if (octet == ']') {
                requireNoEndOfCdata();
                position++;
            } else {
                requireCharacter(kind != Characters.NONE, octet);
                return;
            }
        }
    }

    /** Skips escapes as canonical XML writes them, and plain text between and after them. */
    void skipEscapedText() {
        for (int escape = escape(); escape > 0; escape = escape()) {
            position += escape;
            skipPlainText();
        }
    }

    private int escape() {
        return is('&') ? RewrittenTexts.escapeAt(octets, position, stop) : 0;
    }

    private void requireNoEndOfCdata() {
        if (peek(1) == ']' && peek(2) == '>') {
            throw malformed("']]>' stands in a text");
        }
    }

    /** Reads a name without or with a prefix, and returns where its colon is; -1 if it has none. */
    int qualifiedName() {
        name();
        if (!is(':')) {
            return -1;
        }
        int colon = position++;
        name();
        return colon;
    }

    private void name() {
        int start = position;
        while (position < stop) {
            byte octet = octets[position];
            if (octet >= 0) {
                boolean inName = position == start ? Characters.startsName(octet) : Characters.isInName(octet);
                if (!inName) {
                    break;
                }
                position++;
            } else {
                int at = position;
                int point = nextCharacter();
                boolean inName = at == start ? Characters.startsName(point) : Characters.isInName(point);
                if (!inName) {
                    throw malformed("a name has a character that names do not have");
                }
            }
        }
        if (position == start) {
            throw malformed("a name is missing");
        }
        requireShort(position - start, "a name");
    }

    /** Names and namespaces are compared again and again. The limit is that of the JDK's parsers. */
    void requireShort(int octetsOfName, String what) {
        if (octetsOfName > LONGEST_NAME_BYTES) {
            throw tooLarge(what + " is longer than " + LONGEST_NAME_BYTES + " octets");
        }
    }

    /** Reads {@code &...;} and returns its character. */
    int reference() {
        int start = ++position;
        while (position < stop && octets[position] != ';' && position - start < 12) {
            position++;
        }
        if (!is(';')) {
            throw malformed("'&' does not start a reference");
        }
        int length = position++ - start;
        return octets[start] == '#' ? numbered(start + 1, start + length) : named(start, length);
    }

    private int named(int start, int length) {
        for (int i = 0; i < ENTITIES.length; i++) {
            if (Arrays.equals(octets, start, start + length, ENTITIES[i], 0, ENTITIES[i].length)) {
                return CHARACTERS[i];
            }
        }
        throw malformed("there is an entity that XML 1.0 does not predefine");
    }

    private int numbered(int start, int end) {
        boolean hexadecimal = start < end && octets[start] == 'x';
        int first = hexadecimal ? start + 1 : start;
        int radix = hexadecimal ? 16 : 10;
        int point = 0;
        for (int i = first; i < end; i++) {
            int digit = octets[i] < 0 ? -1 : Character.digit(octets[i], radix);
            if (digit < 0 || point > Character.MAX_CODE_POINT) {
                throw malformed("a character reference is no number");
            }
            point = point * radix + digit;
        }
        if (first == end) {
            throw malformed("a character reference is empty");
        }
        requireCharacter(Characters.isCharacter(point), point);
        return point;
    }

    /** Reads one character of UTF-8 (RFC 3629, section 4), which XML has to have. */
    int nextCharacter() {
        int lead = octets[position];
        if (lead >= 0) {
            requireCharacter(Characters.isCharacter(lead), lead);
            position++;
            return lead;
        }
        int length = lead >= -16 ? 4 : lead >= -32 ? 3 : 2;
        if (lead < -62 || lead > -12 || position + length > stop) {
            throw malformed("octets are not UTF-8");
        }
        int point = lead & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int octet = octets[position + i];
            if ((octet & 0xC0) != 0x80) {
                throw malformed("octets are not UTF-8");
            }
            point = (point << 6) | (octet & 0x3F);
        }
        boolean shortest = point >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000);
        if (!shortest) {
            throw malformed("octets are not UTF-8");
        }
        requireCharacter(Characters.isCharacter(point), point);
        position += length;
        return point;
    }

    private void requireCharacter(boolean good, int point) {
        if (!good) {
            throw malformed("there is the character U+" + Integer.toHexString(point) + ", which XML 1.0 does not have");
        }
    }

    ScanFailure malformed(String reason) {
        return new ScanFailure(SecurityFault.MESSAGE_UNREADABLE, reason, position);
    }

    ScanFailure tooLarge(String reason) {
        return new ScanFailure(SecurityFault.MESSAGE_TOO_LARGE, reason, position);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import com.ctc.wstx.util.XmlChars;
import dev.wshttp.security.internal.xml.WhiteSpace;

/** The classes of characters of XML 1.0 (sections 2.2 and 2.3), by octet where ASCII allows it. */
final class Characters {
    /** An octet that text may have, and that its canonical form has, too. */
    static final byte PLAIN = 0;

    /** An octet of text that needs a look: markup, what canonical form escapes, the start of {@code ]]>}, and all that is not ASCII. */
    static final byte SPECIAL = 1;

    /** An octet that XML does not have. */
    static final byte NONE = 2;

    private static final byte[] OF_TEXT = new byte[256];
    private static final boolean[] OF_NAME = new boolean[128];
    private static final boolean[] OF_NAME_START = new boolean[128];

    static {
        for (int octet = 0; octet < 256; octet++) {
            OF_TEXT[octet] = octet >= 0x80 || "<&>\r]".indexOf(octet) >= 0 ? SPECIAL : PLAIN;
            if (octet < 0x20 && octet != '\t' && octet != '\n' && octet != '\r') {
                OF_TEXT[octet] = NONE;
            }
        }
        for (int letter = 0; letter < 128; letter++) {
            OF_NAME_START[letter] =
                    (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
            OF_NAME[letter] =
                    OF_NAME_START[letter] || (letter >= '0' && letter <= '9') || letter == '-' || letter == '.';
        }
    }

    private Characters() {}

    /** Returns the class of an octet in text. */
    static byte ofText(byte octet) {
        return OF_TEXT[octet & 0xFF];
    }

    /** Returns whether an octet stands for itself in a value, between quotes of both kinds and in its canonical form. */
    static boolean isPlainInValue(byte octet) {
        return octet >= ' ' && octet != '"' && octet != '\'' && octet != '&' && octet != '<';
    }

    /** Returns whether XML 1.0 has a character (section 2.2). */
    static boolean isCharacter(int point) {
        return point >= 0x20
                ? (point < 0xD800 || point > 0xDFFF) && point != 0xFFFE && point != 0xFFFF && point <= 0x10FFFF
                : WhiteSpace.is(point);
    }

    /** Returns whether a name without colon may start with a character. */
    static boolean startsName(int point) {
        return point < 0x80 ? OF_NAME_START[point] : point <= 0xFFFF && XmlChars.is10NameStartChar((char) point);
    }

    /** Returns whether a name without colon may have a character. */
    static boolean isInName(int point) {
        return point < 0x80 ? OF_NAME[point] : point <= 0xFFFF && XmlChars.is10NameChar((char) point);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

/** The white space of XML 1.0, section 2.3. Unicode has more, which every reader of XML takes for text. */
public final class WhiteSpace {
    private WhiteSpace() {}

    /** Returns whether a text has nothing else. */
    public static boolean isAll(String text) {
        return text.chars().allMatch(WhiteSpace::is);
    }

    /** Returns the text without white space at both ends. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && is(text.charAt(start))) {
            start++;
        }
        while (start < end && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Returns whether a character, or an octet of UTF-8, is white space. */
    public static boolean is(int character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }
}

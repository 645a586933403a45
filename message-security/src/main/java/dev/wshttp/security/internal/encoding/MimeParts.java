// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** Divides a multipart body into its parts (RFC 2046, section 5.1.1). Its time grows with the size of the body. */
final class MimeParts {
    /** The largest number of parts, as in WCF. */
    static final int MOST_PARTS = 1_000;

    private static final int LONGEST_BOUNDARY = 70;

    private final byte[] octets;
    private final byte[] delimiter;

    private MimeParts(byte[] octets, String boundary) {
        this.octets = octets;
        this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
    }

    /**
     * Returns the parts in their order. The last one may not be whole.
     *
     * @throws Undecodable if the body does not consist of parts, or has too many
     */
    static List<MimePart> of(byte[] octets, String boundary) throws Undecodable {
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw Undecodable.malformed(
                    "a boundary of '" + boundary.length() + "' characters", "1 to " + LONGEST_BOUNDARY);
        }
        return new MimeParts(octets, boundary).parts();
    }

    private List<MimePart> parts() throws Undecodable {
        var parts = new ArrayList<MimePart>();
        int start = afterFirst();
        while (!isLast(start)) {
            int content = afterLine(start);
            // The line end before a delimiter belongs to it. A part may have no octets at all.
            int end = Octets.indexOf(octets, content - Octets.LINE_END.length, octets.length, delimiter);
            if (parts.size() == MOST_PARTS) {
                throw Undecodable.tooLarge("more than '" + MOST_PARTS + "' parts", "no more");
            }
            if (end < 0) {
                parts.add(MimePart.read(octets, content, octets.length, false));
                return parts;
            }
            parts.add(MimePart.read(octets, content, Math.max(content, end), true));
            start = end + delimiter.length;
        }
        return parts;
    }

    /** Skips what stands before the first delimiter, at the start of the body or of a line. */
    private int afterFirst() throws Undecodable {
        int atStart = delimiter.length - Octets.LINE_END.length;
        byte[] withoutLine = new byte[atStart];
        System.arraycopy(delimiter, Octets.LINE_END.length, withoutLine, 0, atStart);
        if (Octets.startsWith(octets, 0, octets.length, withoutLine)) {
            return atStart;
        }
        int found = Octets.indexOf(octets, 0, octets.length, delimiter);
        if (found < 0) {
            throw Undecodable.malformed(
                    "a multipart without its boundary", "parts between the boundary of Content-Type");
        }
        return found + delimiter.length;
    }

    private boolean isLast(int position) {
        return position + 2 <= octets.length && octets[position] == '-' && octets[position + 1] == '-';
    }

    /** Skips the rest of the line of a delimiter, which may be white space only. */
    private int afterLine(int position) throws Undecodable {
        int at = position;
        while (at < octets.length && (octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        if (!Octets.startsWith(octets, at, octets.length, Octets.LINE_END)) {
            throw Undecodable.malformed("something after a boundary in its line", "the end of the line");
        }
        return at + Octets.LINE_END.length;
    }
}

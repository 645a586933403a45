// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a multipart body (RFC 2046, section 5.1), as a place in it.
 *
 * @param headers values by the name in lower case
 * @param start of the content
 * @param stop of the content
 * @param isWhole false if the body ends without the boundary after the part
 */
record MimePart(Map<String, String> headers, int start, int stop, boolean isWhole) {
    /** The largest size of the headers of a part, in bytes. */
    static final int MOST_HEADER_BYTES = 8_192;

    private static final String LINE_END = "\r\n";

    /**
     * Reads the headers of a part.
     *
     * @param start of the part
     * @param stop of the part
     * @throws Undecodable if they are no headers, too long, or one of them is there twice
     */
    static MimePart read(byte[] octets, int start, int stop, boolean isWhole) throws Undecodable {
        if (Octets.startsWith(octets, start, stop, Octets.LINE_END)) {
            return new MimePart(Map.of(), start + Octets.LINE_END.length, stop, isWhole);
        }
        int limit = Math.min(stop, start + MOST_HEADER_BYTES);
        int end = Octets.indexOf(octets, start, limit, Octets.EMPTY_LINE);
        if (end < 0) {
            throw Undecodable.malformed(
                    "a part of a multipart without the end of its headers",
                    "an empty line with CR and LF within " + MOST_HEADER_BYTES + " bytes");
        }
        var headers = new HashMap<String, String>();
        // A line that starts with white space continues the one before (RFC 5322, section 2.2.3).
        String text = new String(octets, start, end - start, StandardCharsets.ISO_8859_1)
                .replace(LINE_END + " ", " ")
                .replace(LINE_END + "\t", " ");
        for (String line : text.split(LINE_END, -1)) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
                throw Undecodable.malformed("a line in the headers of a part that is no header", "'name: value'");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (headers.put(name, line.substring(colon + 1).strip()) != null) {
                throw Undecodable.malformed("two headers of one name in a part", "one");
            }
        }
        return new MimePart(headers, end + Octets.EMPTY_LINE.length, stop, isWhole);
    }

    /** Returns the Content-ID with its angle brackets; empty if there is none. */
    Optional<String> id() {
        return Optional.ofNullable(headers.get("content-id"));
    }

    /** Returns the Content-Type; empty if there is none that can be read. */
    Optional<MediaType> type() {
        return MediaType.parse(headers.get("content-type"));
    }

    /** Returns the Content-Transfer-Encoding in lower case; empty text if there is none. */
    String transferEncoding() {
        return headers.getOrDefault("content-transfer-encoding", "").toLowerCase(Locale.ROOT);
    }

    int size() {
        return stop - start;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Searches in octets. */
final class Octets {
    static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    static final byte[] EMPTY_LINE = "\r\n\r\n".getBytes(US_ASCII);

    private Octets() {}

    /** Returns where something is found first from a place on; -1 if it is not there. */
    static int indexOf(byte[] octets, int from, int to, byte[] wanted) {
        int last = to - wanted.length;
        for (int i = from; i <= last; i++) {
            if (octets[i] == wanted[0] && startsWith(octets, i, to, wanted)) {
                return i;
            }
        }
        return -1;
    }

    static boolean startsWith(byte[] octets, int from, int to, byte[] wanted) {
        int end = from + wanted.length;
        return end <= to && Arrays.equals(octets, from, end, wanted, 0, wanted.length);
    }
}

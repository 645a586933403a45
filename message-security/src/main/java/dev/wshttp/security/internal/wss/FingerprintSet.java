// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of fingerprints: numbers of 64 bits that no peer can tell from random ones. It keeps nothing but the numbers, in a table that doubles when it
 * is three quarters full, so that a fingerprint takes 11 to 22 bytes. A table of 128 KB does not double but is divided into parts, so that no
 * addition takes long. Not safe for use by several threads.
 */
final class FingerprintSet {
    private static final int SMALLEST_TABLE = 4;
    private static final int LARGEST_TABLE = 1 << 14;
    private static final int PART_BITS = 4;
    private static final long FREE = 0;

    // The place in a table depends on the lowest bits of a fingerprint, its part on some of the others.
    private final int partShift;
    private long[] table = new long[SMALLEST_TABLE];
    private FingerprintSet @Nullable [] parts;
    private int size;

    FingerprintSet() {
        this(Long.SIZE - PART_BITS);
    }

    private FingerprintSet(int partShift) {
        this.partShift = partShift;
    }

    int size() {
        return size;
    }

    boolean contains(long fingerprint) {
        if (parts != null) {
            return parts[partOf(fingerprint)].contains(fingerprint);
        }
        return table[placeOf(fingerprint)] != FREE;
    }

    /** Adds a fingerprint that is not in the set. */
    void add(long fingerprint) {
        if (parts == null && size >= table.length / 4 * 3) {
            grow();
        }
        if (parts != null) {
            parts[partOf(fingerprint)].add(fingerprint);
        } else {
            table[placeOf(fingerprint)] = marked(fingerprint);
        }
        size++;
    }

    private void grow() {
        long[] full = table;
        if (full.length < LARGEST_TABLE) {
            table = new long[full.length * 2];
        } else {
            table = new long[0];
            parts = new FingerprintSet[1 << PART_BITS];
            Arrays.setAll(parts, part -> new FingerprintSet(partShift - PART_BITS));
        }
        size = 0;
        for (long fingerprint : full) {
            if (fingerprint != FREE) {
                add(fingerprint);
            }
        }
    }

    private int partOf(long fingerprint) {
        return (int) (fingerprint >>> partShift) & ((1 << PART_BITS) - 1);
    }

    /** Returns where a fingerprint is, or the free place where it would be. There is always a free one. */
    private int placeOf(long fingerprint) {
        long marked = marked(fingerprint);
        int last = table.length - 1;
        int place = (int) marked & last;
        while (table[place] != FREE && table[place] != marked) {
            place = (place + 1) & last;
        }
        return place;
    }

    /** The number that stands for a fingerprint in a table: itself, but for the one that would look like a free place. */
    private static long marked(long fingerprint) {
        return fingerprint == FREE ? 1 : fingerprint;
    }
}

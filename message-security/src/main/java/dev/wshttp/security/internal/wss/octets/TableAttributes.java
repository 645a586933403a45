// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of all elements of a table, flat; an attribute is the number of its row. Filled by an {@link AttributeScanner}, which brings those of an
 * element into canonical order.
 */
final class TableAttributes {
    private static final int NO_SLICE = -1;
    private static final int SLICES = 4;
    private static final int MOST_EXPECTED = 128;

    private final byte[] octets;
    private int size;
    private String[] prefix;
    private String[] name;
    private String[] namespace;
    private @Nullable String[] value;
    // Slices of the octets: name and value as they were written. A value without slice is in the array above.
    private int[] slices;

    /** @param octets what names and plain values are slices of */
    TableAttributes(byte[] octets, int expectedElements) {
        // Half of the rows are texts and elements without attributes.
        int expected = Math.min(1 + expectedElements / 2, MOST_EXPECTED);
        this.octets = octets;
        this.prefix = new String[expected];
        this.name = new String[expected];
        this.namespace = new String[expected];
        this.value = new String[expected];
        this.slices = new int[SLICES * expected];
    }

    // What a scanner does.

    /** Adds an attribute, whose value comes next. */
    void add(String itsPrefix, String itsName, int itsNameStart, int itsNameEnd) {
        if (size == name.length) {
            prefix = Arrays.copyOf(prefix, 2 * size);
            name = Arrays.copyOf(name, 2 * size);
            namespace = Arrays.copyOf(namespace, 2 * size);
            value = Arrays.copyOf(value, 2 * size);
            slices = Arrays.copyOf(slices, 2 * SLICES * size);
        }
        prefix[size] = itsPrefix;
        name[size] = itsName;
        slices[SLICES * size] = itsNameStart;
        slices[SLICES * size + 1] = itsNameEnd;
    }

    /** Sets the value of the new attribute, whose canonical form is as it was received. */
    void value(int start, int end) {
        slices[SLICES * size + 2] = start;
        slices[SLICES * size + 3] = end;
        size++;
    }

    /** Sets the value of the new attribute, which was not canonical as it was received. */
    void value(String itsValue) {
        slices[SLICES * size + 2] = NO_SLICE;
        value[size] = itsValue;
        size++;
    }

    int size() {
        return size;
    }

    void namespace(int attribute, String itsNamespace) {
        namespace[attribute] = itsNamespace;
    }

    /** Compares as canonical XML orders them: by namespace, then by name; those without namespace come first (Canonical XML 1.0, section 2.2). */
    int compare(int attribute, int other) {
        int byNamespace = namespace[attribute].compareTo(namespace[other]);
        return byNamespace == 0 ? name[attribute].compareTo(name[other]) : byNamespace;
    }

    /** Moves an attribute before others. */
    void move(int attribute, int place) {
        if (attribute > place) {
            move(prefix, attribute, place);
            move(name, attribute, place);
            move(namespace, attribute, place);
            move(value, attribute, place);
            int from = SLICES * attribute;
            int to = SLICES * place;
            int[] moved = Arrays.copyOfRange(slices, from, from + SLICES);
            System.arraycopy(slices, to, slices, to + SLICES, from - to);
            System.arraycopy(moved, 0, slices, to, SLICES);
        }
    }

    private static void move(@Nullable String[] values, int from, int place) {
        @Nullable String moved = values[from];
        System.arraycopy(values, place, values, place + 1, from - place);
        values[place] = moved;
    }

    // What readers ask.

    String prefix(int attribute) {
        return prefix[attribute];
    }

    String name(int attribute) {
        return name[attribute];
    }

    String namespace(int attribute) {
        return namespace[attribute];
    }

    String value(int attribute) {
        @Nullable String known = value[attribute];
        if (known == null) {
            known = Vocabulary.string(octets, valueStart(attribute), valueEnd(attribute));
            value[attribute] = known;
        }
        return known;
    }

    /** Returns whether the canonical form of a value is a slice of the octets. */
    boolean isPlain(int attribute) {
        return valueStart(attribute) != NO_SLICE;
    }

    int nameStart(int attribute) {
        return slices[SLICES * attribute];
    }

    int nameEnd(int attribute) {
        return slices[SLICES * attribute + 1];
    }

    int valueStart(int attribute) {
        return slices[SLICES * attribute + 2];
    }

    int valueEnd(int attribute) {
        return slices[SLICES * attribute + 3];
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces in scope at one place (Namespaces in XML 1.0, section 6), as a stack of declarations. A prefix is found in about constant time, however many
 * there are: their length is limited, and an attacker does not know the multiplier of the hash. For one thread.
 */
final class Scope {
    private static final int NONE = -1;
    private static final int FEW = 8;
    private static final long MULTIPLIER = ThreadLocalRandom.current().nextLong() | 1;

    private String[] prefixes = new String[8];
    private String[] namespaces = new String[8];
    private int size;

    // The last declaration of each slot of the hash table, and of each declaration the one before it in its slot.
    private int[] last = slots(16);
    private int[] before = new int[8];

    /** Returns a scope that has the same declarations now. */
    Scope copy() {
        var copy = new Scope();
        copy.declareAll(this);
        return copy;
    }

    private void declareAll(Scope other) {
        for (int i = 0; i < other.size; i++) {
            declare(other.prefixes[i], other.namespaces[i]);
        }
    }

    /** Declares a prefix; the empty one stands for the default namespace. */
    void declare(String prefix, String namespace) {
        if (size == prefixes.length) {
            grow();
        }
        prefixes[size] = prefix;
        namespaces[size] = namespace;
        link(size);
        size++;
    }

    private void grow() {
        prefixes = Arrays.copyOf(prefixes, 2 * size);
        namespaces = Arrays.copyOf(namespaces, 2 * size);
        before = Arrays.copyOf(before, 2 * size);
        last = slots(4 * size);
        for (int i = 0; i < size; i++) {
            link(i);
        }
    }

    private void link(int declaration) {
        int slot = slot(prefixes[declaration]);
        before[declaration] = last[slot];
        last[slot] = declaration;
    }

    private static int[] slots(int number) {
        int[] slots = new int[number];
        Arrays.fill(slots, NONE);
        return slots;
    }

    private int slot(String prefix) {
        long hash = prefix.length();
        for (int i = 0; i < prefix.length(); i++) {
            hash = hash * MULTIPLIER + prefix.charAt(i);
        }
        return (int) ((hash * MULTIPLIER) >>> 40) & (last.length - 1);
    }

    /** Returns the number of the last declaration of a prefix; -1 if there is none. */
    private int find(String prefix) {
        // Most prefixes were declared a short time ago.
        for (int i = size - 1, last = Math.max(0, size - FEW); i >= last; i--) {
            if (prefixes[i].equals(prefix)) {
                return i;
            }
        }
        int at = last[slot(prefix)];
        while (at != NONE && !prefixes[at].equals(prefix)) {
            at = before[at];
        }
        return at;
    }

    /** Returns the namespace of a prefix; null if the prefix is not declared. */
    @Nullable
    String namespace(String prefix) {
        int at = find(prefix);
        if (at != NONE) {
            return namespaces[at];
        }
        return prefix.isEmpty() ? "" : prefix.equals(XMLConstants.XML_NS_PREFIX) ? XMLConstants.XML_NS_URI : null;
    }

    /** Returns whether a prefix is among the declarations after the first ones. */
    boolean declaresAfter(int first, String prefix) {
        return find(prefix) >= first;
    }

    int size() {
        return size;
    }

    /** Returns the prefix of a declaration, from the first one. */
    String prefix(int declaration) {
        return prefixes[declaration];
    }

    /** Returns the namespace of a declaration, from the first one. */
    String namespace(int declaration) {
        return namespaces[declaration];
    }

    /** Forgets the declarations after the first ones. */
    void shrinkTo(int first) {
        while (size > first) {
            size--;
            last[slot(prefixes[size])] = before[size];
        }
    }
}

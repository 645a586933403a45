// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.wss.proof.ReceivedElement;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the rows of a document since it was scanned: some are left out, and others have an element of another table in their place. For one thread. */
final class HeaderChanges {
    /** No changes. */
    static final HeaderChanges NONE = new HeaderChanges();

    private final BitSet removed;
    private Map<Integer, TableElement> substitutes;

    HeaderChanges() {
        this(new BitSet(), Map.of());
    }

    private HeaderChanges(BitSet removed, Map<Integer, TableElement> substitutes) {
        this.removed = removed;
        this.substitutes = substitutes;
    }

    /** Returns these changes with more elements left out. */
    HeaderChanges without(Collection<ReceivedElement> elements) {
        if (elements.isEmpty()) {
            return this;
        }
        var more = (BitSet) removed.clone();
        elements.forEach(element -> more.set(((TableElement) element).row()));
        return new HeaderChanges(more, substitutes);
    }

    void remove(int row) {
        removed.set(row);
    }

    void substitute(int row, TableElement element) {
        var more = new HashMap<>(substitutes);
        more.put(row, element);
        substitutes = more;
    }

    boolean isRemoved(int row) {
        return removed.get(row);
    }

    /** Returns the element in the place of a row; null if the row is as it was. */
    @Nullable
    TableElement substituteOf(int row) {
        return substitutes.isEmpty() ? null : substitutes.get(row);
    }
}

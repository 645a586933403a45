// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Goes through an element and all in it, in document order and without recursion, because an attacker chooses the depth of a message. For one thread. */
final class TableWalk {
    /** What a walk finds at a step. */
    enum Step {
        START,
        TEXT,
        END,
        /** The walk has come to its end. */
        DONE
    }

    private static final BitSet NONE = new BitSet();

    private final TokenTable first;
    private final int firstRow;
    private final BitSet leftOut;
    // The element whose content was replaced, while the walk is in its replacement.
    private @Nullable TokenTable outerTable;
    private int outerRow;
    private TokenTable table;
    private int row;
    private @Nullable Step step;

    TableWalk(TableElement element) {
        this(element, NONE);
    }

    /** @param leftOut rows of the element's table that the walk passes over */
    TableWalk(TableElement element, BitSet leftOut) {
        this.first = element.table();
        this.firstRow = element.row();
        this.leftOut = leftOut;
        this.table = first;
        this.row = firstRow;
    }

    TokenTable table() {
        return table;
    }

    int row() {
        return row;
    }

    /** Goes on to the next step. */
    Step next() {
        if (step == null) {
            step = Step.START;
        } else if (step == Step.START) {
            enter();
        } else if (step == Step.END && row == firstRow && table == first) {
            step = Step.DONE;
        } else {
            leave();
        }
        return step;
    }

    private void enter() {
        TokenTable inside = table.contentTable(row);
        if (inside != table) {
            outerTable = table;
            outerRow = row;
        }
        arrive(inside, table.contentStart(row), table.contentEnd(row), table, row);
    }

    private void leave() {
        int parent = table.parent(row);
        int next = table.end(row);
        if (parent == TokenTable.TOP && outerTable != null && table != outerTable) {
            arrive(table, next, table.size(), outerTable, outerRow);
        } else {
            arrive(table, next, table.contentEnd(parent), table, parent);
        }
    }

    /** Goes to the first of some rows that is not left out; to the end of their parent if there is none. */
    private void arrive(TokenTable inside, int start, int end, TokenTable parentTable, int parent) {
        int at = start;
        while (at < end && isLeftOut(inside, at)) {
            at = inside.end(at);
        }
        boolean found = at < end;
        table = found ? inside : parentTable;
        row = found ? at : parent;
        step = found ? inside.isElement(at) ? Step.START : Step.TEXT : Step.END;
    }

    private boolean isLeftOut(TokenTable inside, int at) {
        return inside == first && leftOut.get(at);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import java.util.Objects;
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

    private final TokenTable first;
    private final int firstRow;
    private final HeaderChanges changes;
    // The element that was replaced, or whose content was, while the walk is in its replacement.
    private @Nullable TokenTable outerTable;
    private int outerRow;
    // The element in the place of another, while the walk is in it.
    private @Nullable TableElement substitute;
    private TokenTable table;
    private int row;
    private @Nullable Step step;

    TableWalk(TableElement element) {
        this(element, HeaderChanges.NONE);
    }

    /** @param changes those of the element's table */
    TableWalk(TableElement element, HeaderChanges changes) {
        this.first = element.table();
        this.firstRow = element.row();
        this.changes = changes;
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
        if (substitute != null && row == substitute.row() && table == substitute.table()) {
            comeBack();
        }
        int parent = table.parent(row);
        int next = table.end(row);
        if (parent == TokenTable.TOP && outerTable != null && table != outerTable) {
            arrive(table, next, table.size(), outerTable, outerRow);
        } else {
            arrive(table, next, table.contentEnd(parent), table, parent);
        }
    }

    /** Goes from the end of an element to that of the one in whose place it stands. */
    private void comeBack() {
        table = first;
        row = outerRow;
        outerTable = null;
        substitute = null;
    }

    /** Goes to the first of some rows that is not left out; to the end of their parent if there is none. */
    private void arrive(TokenTable inside, int start, int end, TokenTable parentTable, int parent) {
        int at = start;
        while (at < end && isLeftOut(inside, at)) {
            at = inside.end(at);
        }
        boolean found = at < end;
        if (found && inside == first && changes.substituteOf(at) != null) {
            step = enterSubstitute(at);
            return;
        }
        table = found ? inside : parentTable;
        row = found ? at : parent;
        step = found ? inside.isElement(at) ? Step.START : Step.TEXT : Step.END;
    }

    private Step enterSubstitute(int at) {
        substitute = Objects.requireNonNull(changes.substituteOf(at));
        outerTable = first;
        outerRow = at;
        table = substitute.table();
        row = substitute.row();
        return Step.START;
    }

    private boolean isLeftOut(TokenTable inside, int at) {
        return inside == first && changes.isRemoved(at);
    }
}

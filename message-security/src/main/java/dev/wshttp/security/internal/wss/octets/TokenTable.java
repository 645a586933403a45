// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.internal.xml.WhiteSpace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The elements and texts of one document or fragment, flat and in document order: element and text are rows, and an element is the number of its row.
 * Attributes are in canonical order, so an attacker who changes their order changes nothing. Texts are kept in the form that canonical XML gives them; most of
 * them are slices of the octets that were received. Filled by a {@link Scanner}; only {@link #replaceContent} and {@link #removeAttributes} change it afterwards.
 */
final class TokenTable {
    /** The row of what is around all others. */
    static final int TOP = -1;

    private static final int ELEMENT = 0;
    private static final int TEXT_IN_PLACE = 1;
    private static final int TEXT_ESCAPED_IN_PLACE = 2;
    private static final int TEXT_REWRITTEN = 3;

    // The numbers of a row.
    private static final int NUMBERS = 9;
    private static final int KIND = 0;
    private static final int PARENT = 1;
    private static final int END = 2;
    // Of an element: its attributes and its declarations. Of a text: its slice.
    private static final int FIRST = 3;
    private static final int LENGTH = 4;
    private static final int FIRST_DECLARATION = 5;
    private static final int DECLARATIONS = 6;
    // The name of an element as it was written.
    private static final int NAME_START = 7;
    private static final int NAME_END = 8;

    // The names of a row.
    private static final int NAMES = 3;
    private static final int PREFIX = 0;
    private static final int LOCAL_NAME = 1;
    private static final int NAMESPACE = 2;

    private final byte[] octets;
    private final TableAttributes attributes;
    private final RewrittenTexts rewritten;
    private final @Nullable Scope outer;
    private int replaced = TOP;
    private @Nullable TokenTable replacement;

    // What there is of a row stands together, because it is used together.
    private int size;
    private int[] numbers;
    private String[] names;

    private int declarationSize;
    private String[] declaredPrefix = new String[8];
    private String[] declaredNamespace = new String[8];

    /** @param outer what is declared around a fragment; null around a document */
    TokenTable(byte[] octets, int expectedRows, @Nullable Scope outer) {
        this.octets = octets;
        this.attributes = new TableAttributes(octets, expectedRows);
        this.rewritten = new RewrittenTexts(octets.length);
        this.outer = outer;
        this.numbers = new int[NUMBERS * expectedRows];
        this.names = new String[NAMES * expectedRows];
    }

    // What a scanner does.

    int startElement(int parentRow, int itsNameStart, int itsNameEnd) {
        int row = newRow(ELEMENT, parentRow);
        set(row, NAME_START, itsNameStart);
        set(row, NAME_END, itsNameEnd);
        set(row, FIRST, attributes.size());
        set(row, FIRST_DECLARATION, declarationSize);
        return row;
    }

    void name(int row, String itsPrefix, String itsName, String itsNamespace) {
        names[NAMES * row + PREFIX] = itsPrefix;
        names[NAMES * row + LOCAL_NAME] = itsName;
        names[NAMES * row + NAMESPACE] = itsNamespace;
        set(row, LENGTH, attributes.size() - number(row, FIRST));
        set(row, DECLARATIONS, declarationSize - number(row, FIRST_DECLARATION));
    }

    void endElement(int row) {
        set(row, END, size);
    }

    void declare(String itsPrefix, String itsNamespace) {
        if (declarationSize == declaredPrefix.length) {
            declaredPrefix = Arrays.copyOf(declaredPrefix, 2 * declarationSize);
            declaredNamespace = Arrays.copyOf(declaredNamespace, 2 * declarationSize);
        }
        declaredPrefix[declarationSize] = itsPrefix;
        declaredNamespace[declarationSize] = itsNamespace;
        declarationSize++;
    }

    /** Adds a text that is canonical as it was received, and has no escapes. */
    void text(int parentRow, int from, int to) {
        text(TEXT_IN_PLACE, parentRow, from, to);
    }

    /** Adds a text that is canonical as it was received, and has escapes. */
    void escapedText(int parentRow, int from, int to) {
        text(TEXT_ESCAPED_IN_PLACE, parentRow, from, to);
    }

    /** Adds a text whose canonical form is the last one of the {@link #rewritten()}. */
    void rewrittenText(int parentRow, int from) {
        text(TEXT_REWRITTEN, parentRow, from, rewritten.size());
    }

    private void text(int itsKind, int parentRow, int from, int to) {
        int row = newRow(itsKind, parentRow);
        set(row, FIRST, from);
        set(row, LENGTH, to - from);
        set(row, END, size);
    }

    RewrittenTexts rewritten() {
        return rewritten;
    }

    private int newRow(int itsKind, int parentRow) {
        if (NUMBERS * size == numbers.length) {
            int rows = size + size / 2 + 16;
            numbers = Arrays.copyOf(numbers, NUMBERS * rows);
            names = Arrays.copyOf(names, NAMES * rows);
        }
        numbers[NUMBERS * size + KIND] = itsKind;
        numbers[NUMBERS * size + PARENT] = parentRow;
        return size++;
    }

    private int number(int row, int which) {
        return numbers[NUMBERS * row + which];
    }

    private void set(int row, int which, int number) {
        numbers[NUMBERS * row + which] = number;
    }

    // What readers ask.

    /** Returns how many rows there are. */
    int size() {
        return size;
    }

    boolean isElement(int row) {
        return number(row, KIND) == ELEMENT;
    }

    /** Returns the row of the parent; -1 for what stands at the top. */
    int parent(int row) {
        return number(row, PARENT);
    }

    /** Returns the first row after an element or text and all in it. */
    int end(int row) {
        return number(row, END);
    }

    /** Returns the octets that names and plain values are slices of. */
    byte[] octets() {
        return octets;
    }

    int nameStart(int row) {
        return number(row, NAME_START);
    }

    int nameEnd(int row) {
        return number(row, NAME_END);
    }

    String prefix(int row) {
        return names[NAMES * row + PREFIX];
    }

    String localName(int row) {
        return names[NAMES * row + LOCAL_NAME];
    }

    String namespace(int row) {
        return names[NAMES * row + NAMESPACE];
    }

    int firstAttribute(int row) {
        return number(row, FIRST);
    }

    int endOfAttributes(int row) {
        return number(row, FIRST) + number(row, LENGTH);
    }

    TableAttributes attributes() {
        return attributes;
    }

    int firstDeclaration(int row) {
        return number(row, FIRST_DECLARATION);
    }

    int endOfDeclarations(int row) {
        return number(row, FIRST_DECLARATION) + number(row, DECLARATIONS);
    }

    String declaredPrefix(int declaration) {
        return declaredPrefix[declaration];
    }

    String declaredNamespace(int declaration) {
        return declaredNamespace[declaration];
    }

    /** Removes the attributes of an element. */
    void removeAttributes(int row) {
        set(row, LENGTH, 0);
    }

    /** Puts other content into an element, in place of what it has. */
    void replaceContent(int row, TokenTable fragment) {
        replaced = row;
        replacement = fragment;
    }

    /** Returns the table that has the content of an element. */
    TokenTable contentTable(int row) {
        return replacement != null && row == replaced ? replacement : this;
    }

    /** Returns the first row of the content of an element, in {@link #contentTable}. */
    int contentStart(int row) {
        return isReplaced(row) ? 0 : row + 1;
    }

    /** Returns the first row after the content of an element, in {@link #contentTable}. */
    int contentEnd(int row) {
        return isReplaced(row) ? contentTable(row).size : row == TOP ? size : number(row, END);
    }

    private boolean isReplaced(int row) {
        return replacement != null && row == replaced;
    }

    /** Returns what is declared around the content of an element. */
    Scope scopeInside(int row) {
        if (row == TOP) {
            return outer == null ? new Scope() : outer.copy();
        }
        Scope scope = scopeInside(number(row, PARENT));
        for (int i = number(row, FIRST_DECLARATION); i < endOfDeclarations(row); i++) {
            scope.declare(declaredPrefix[i], declaredNamespace[i]);
        }
        return scope;
    }

    /** Returns how many elements are around an element, in this table. */
    int depth(int row) {
        int depth = 0;
        for (int at = number(row, PARENT); at != TOP; at = number(at, PARENT)) {
            depth++;
        }
        return depth;
    }

    /** Returns the namespace that a prefix has at an element; null if it is not declared. */
    @Nullable
    String namespaceInScope(int row, String itsPrefix) {
        for (int at = row; at >= 0; at = number(at, PARENT)) {
            for (int i = endOfDeclarations(at) - 1; i >= number(at, FIRST_DECLARATION); i--) {
                if (declaredPrefix[i].equals(itsPrefix)) {
                    return declaredNamespace[i];
                }
            }
        }
        return (outer == null ? new Scope() : outer).namespace(itsPrefix);
    }

    /** Returns the array that has the canonical form of a text. */
    byte[] textOctets(int row) {
        return number(row, KIND) == TEXT_REWRITTEN ? rewritten.octets() : octets;
    }

    /** Returns a text as the document has it. */
    String text(int row) {
        String canonical = new String(textOctets(row), number(row, FIRST), number(row, LENGTH), UTF_8);
        return isPlain(row) ? canonical : RewrittenTexts.unescaped(canonical);
    }

    /** Returns whether a text is white space alone. */
    boolean isWhiteSpace(int row) {
        if (!isPlain(row)) {
            return WhiteSpace.isAll(text(row));
        }
        for (int i = number(row, FIRST); i < number(row, FIRST) + number(row, LENGTH); i++) {
            if (!WhiteSpace.is(octets[i])) {
                return false;
            }
        }
        return true;
    }

    int textStart(int row) {
        return number(row, FIRST);
    }

    int textEnd(int row) {
        return number(row, FIRST) + number(row, LENGTH);
    }

    /** Returns whether the canonical form of a text is the text itself. */
    boolean isPlain(int row) {
        return number(row, KIND) == TEXT_IN_PLACE;
    }
}

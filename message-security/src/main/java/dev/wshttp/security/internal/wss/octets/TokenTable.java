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

    private static final byte ELEMENT = 0;
    private static final byte TEXT_IN_PLACE = 1;
    private static final byte TEXT_ESCAPED_IN_PLACE = 2;
    private static final byte TEXT_REWRITTEN = 3;

    private final byte[] octets;
    private final TableAttributes attributes;
    private final RewrittenTexts rewritten;
    private final @Nullable Scope outer;
    private int replaced = TOP;
    private @Nullable TokenTable replacement;

    private int size;
    private byte[] kind;
    private int[] parent;
    private int[] end;
    // Of an element: its attributes and its declarations. Of a text: its slice.
    private int[] first;
    private int[] length;
    private int[] firstDeclaration;
    private int[] declarations;
    private String[] prefix;
    private String[] localName;
    private String[] namespace;
    // The name of an element as it was written.
    private int[] nameStart;
    private int[] nameEnd;

    private int declarationSize;
    private String[] declaredPrefix = new String[8];
    private String[] declaredNamespace = new String[8];

    /** @param outer what is declared around a fragment; null around a document */
    TokenTable(byte[] octets, int expectedRows, @Nullable Scope outer) {
        this.octets = octets;
        this.attributes = new TableAttributes(octets, expectedRows);
        this.rewritten = new RewrittenTexts(octets.length);
        this.outer = outer;
        this.kind = new byte[expectedRows];
        this.parent = new int[expectedRows];
        this.end = new int[expectedRows];
        this.first = new int[expectedRows];
        this.length = new int[expectedRows];
        this.firstDeclaration = new int[expectedRows];
        this.declarations = new int[expectedRows];
        this.prefix = new String[expectedRows];
        this.localName = new String[expectedRows];
        this.namespace = new String[expectedRows];
        this.nameStart = new int[expectedRows];
        this.nameEnd = new int[expectedRows];
    }

    // What a scanner does.

    int startElement(int parentRow, int itsNameStart, int itsNameEnd) {
        int row = newRow(ELEMENT, parentRow);
        nameStart[row] = itsNameStart;
        nameEnd[row] = itsNameEnd;
        first[row] = attributes.size();
        firstDeclaration[row] = declarationSize;
        return row;
    }

    void name(int row, String itsPrefix, String itsName, String itsNamespace) {
        prefix[row] = itsPrefix;
        localName[row] = itsName;
        namespace[row] = itsNamespace;
        length[row] = attributes.size() - first[row];
        declarations[row] = declarationSize - firstDeclaration[row];
    }

    void endElement(int row) {
        end[row] = size;
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

    private void text(byte itsKind, int parentRow, int from, int to) {
        int row = newRow(itsKind, parentRow);
        first[row] = from;
        length[row] = to - from;
        end[row] = size;
    }

    RewrittenTexts rewritten() {
        return rewritten;
    }

    private int newRow(byte itsKind, int parentRow) {
        if (size == kind.length) {
            grow(2 * size + 16);
        }
        kind[size] = itsKind;
        parent[size] = parentRow;
        return size++;
    }

    private void grow(int rows) {
        kind = Arrays.copyOf(kind, rows);
        parent = Arrays.copyOf(parent, rows);
        end = Arrays.copyOf(end, rows);
        first = Arrays.copyOf(first, rows);
        length = Arrays.copyOf(length, rows);
        firstDeclaration = Arrays.copyOf(firstDeclaration, rows);
        declarations = Arrays.copyOf(declarations, rows);
        prefix = Arrays.copyOf(prefix, rows);
        localName = Arrays.copyOf(localName, rows);
        namespace = Arrays.copyOf(namespace, rows);
        nameStart = Arrays.copyOf(nameStart, rows);
        nameEnd = Arrays.copyOf(nameEnd, rows);
    }

    // What readers ask.

    /** Returns how many rows there are. */
    int size() {
        return size;
    }

    boolean isElement(int row) {
        return kind[row] == ELEMENT;
    }

    /** Returns the row of the parent; -1 for what stands at the top. */
    int parent(int row) {
        return parent[row];
    }

    /** Returns the first row after an element or text and all in it. */
    int end(int row) {
        return end[row];
    }

    /** Returns the octets that names and plain values are slices of. */
    byte[] octets() {
        return octets;
    }

    int nameStart(int row) {
        return nameStart[row];
    }

    int nameEnd(int row) {
        return nameEnd[row];
    }

    String prefix(int row) {
        return prefix[row];
    }

    String localName(int row) {
        return localName[row];
    }

    String namespace(int row) {
        return namespace[row];
    }

    int firstAttribute(int row) {
        return first[row];
    }

    int endOfAttributes(int row) {
        return first[row] + length[row];
    }

    TableAttributes attributes() {
        return attributes;
    }

    int firstDeclaration(int row) {
        return firstDeclaration[row];
    }

    int endOfDeclarations(int row) {
        return firstDeclaration[row] + declarations[row];
    }

    String declaredPrefix(int declaration) {
        return declaredPrefix[declaration];
    }

    String declaredNamespace(int declaration) {
        return declaredNamespace[declaration];
    }

    /** Removes the attributes of an element. */
    void removeAttributes(int row) {
        length[row] = 0;
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
        return isReplaced(row) ? contentTable(row).size : row == TOP ? size : end[row];
    }

    private boolean isReplaced(int row) {
        return replacement != null && row == replaced;
    }

    /** Returns what is declared around the content of an element. */
    Scope scopeInside(int row) {
        if (row == TOP) {
            return outer == null ? new Scope() : outer.copy();
        }
        Scope scope = scopeInside(parent[row]);
        for (int i = firstDeclaration[row]; i < endOfDeclarations(row); i++) {
            scope.declare(declaredPrefix[i], declaredNamespace[i]);
        }
        return scope;
    }

    /** Returns how many elements are around an element, in this table. */
    int depth(int row) {
        int depth = 0;
        for (int at = parent[row]; at != TOP; at = parent[at]) {
            depth++;
        }
        return depth;
    }

    /** Returns the namespace that a prefix has at an element; null if it is not declared. */
    @Nullable
    String namespaceInScope(int row, String itsPrefix) {
        for (int at = row; at >= 0; at = parent[at]) {
            for (int i = endOfDeclarations(at) - 1; i >= firstDeclaration[at]; i--) {
                if (declaredPrefix[i].equals(itsPrefix)) {
                    return declaredNamespace[i];
                }
            }
        }
        return (outer == null ? new Scope() : outer).namespace(itsPrefix);
    }

    /** Returns the array that has the canonical form of a text. */
    byte[] textOctets(int row) {
        return kind[row] == TEXT_REWRITTEN ? rewritten.octets() : octets;
    }

    /** Returns a text as the document has it. */
    String text(int row) {
        String canonical = new String(textOctets(row), first[row], length[row], UTF_8);
        return isPlain(row) ? canonical : RewrittenTexts.unescaped(canonical);
    }

    /** Returns whether a text is white space alone. */
    boolean isWhiteSpace(int row) {
        if (!isPlain(row)) {
            return WhiteSpace.isAll(text(row));
        }
        for (int i = first[row]; i < first[row] + length[row]; i++) {
            if (!WhiteSpace.is(octets[i])) {
                return false;
            }
        }
        return true;
    }

    int textStart(int row) {
        return first[row];
    }

    int textEnd(int row) {
        return first[row] + length[row];
    }

    /** Returns whether the canonical form of a text is the text itself. */
    boolean isPlain(int row) {
        return kind[row] == TEXT_IN_PLACE;
    }
}

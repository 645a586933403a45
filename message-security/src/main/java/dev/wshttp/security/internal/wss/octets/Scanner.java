// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.xml.WhiteSpace;
import java.util.Arrays;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/**
 * Scans octets in UTF-8 once, from left to right, into a {@link TokenTable}, and requires that they are well-formed (XML 1.0, fourth edition; Namespaces in XML
 * 1.0) and within the reader quotas. It accepts less than XML has: no DTD, hence no entities but the five, and no processing instructions (SOAP 1.2,
 * part 1, section 5). It drops comments, and CDATA is text. For one scan.
 */
final class Scanner {
    private static final byte[] CDATA = "<![CDATA[".getBytes(US_ASCII);
    private static final byte[] COMMENT = "<!--".getBytes(US_ASCII);
    private static final byte[] XML_DECLARATION = "<?xml".getBytes(US_ASCII);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    // As in WCF's messages; what is encrypted in them takes many octets and few rows.
    private static final int OCTETS_PER_ROW_OF_DOCUMENT = 96;
    private static final int OCTETS_PER_ROW_OF_FRAGMENT = 56;
    private static final int MOST_EXPECTED_ROWS = 1_000;
    private static final int TOP = -1;

    private final byte[] octets;
    private final Cursor cursor;
    private final ReaderQuotas quotas;
    private final Scope scope;
    private final TokenTable table;
    private final AttributeScanner attributes;
    private final int outerDepth;

    private int parent = TOP;
    private int depth;
    // Of each open element: where its name stands, and how many prefixes were in scope before it.
    private int[] nameStarts = new int[12];
    private int[] nameEnds = new int[12];
    private int[] outerScopes = new int[12];

    private Scanner(
            byte[] octets, int start, int stop, ReaderQuotas quotas, Scope scope, int outerDepth, int octetsPerRow) {
        this.octets = octets;
        this.cursor = new Cursor(octets, start, stop);
        this.quotas = quotas;
        this.scope = scope;
        this.outerDepth = outerDepth;
        int expectedRows = Math.min(8 + (stop - start) / octetsPerRow, MOST_EXPECTED_ROWS);
        this.table = new TokenTable(octets, expectedRows, scope);
        this.attributes = new AttributeScanner(octets, cursor, quotas, scope, table);
    }

    /**
     * Scans a whole document.
     *
     * @throws ScanFailure with the first rule that it breaks
     */
    static TokenTable document(byte[] octets, ReaderQuotas quotas) {
        return document(octets, octets.length, quotas);
    }

    /**
     * Scans a whole document, which ends before the end of its array.
     *
     * @throws ScanFailure with the first rule that it breaks
     */
    static TokenTable document(byte[] octets, int length, ReaderQuotas quotas) {
        var scanner = new Scanner(octets, 0, length, quotas, new Scope(), 0, OCTETS_PER_ROW_OF_DOCUMENT);
        scanner.document();
        return scanner.table;
    }

    /**
     * Scans the content of an element: any number of elements and texts.
     *
     * @param scope what is declared around it
     * @param outerDepth how many elements are around it
     * @throws ScanFailure with the first rule that it breaks
     */
    static TokenTable fragment(byte[] octets, int start, int stop, ReaderQuotas quotas, Scope scope, int outerDepth) {
        var scanner = new Scanner(octets, start, stop, quotas, scope, outerDepth, OCTETS_PER_ROW_OF_FRAGMENT);
        scanner.content();
        return scanner.table;
    }

    private void document() {
        prolog();
        outside();
        startTag();
        while (depth > 0) {
            contentPiece();
        }
        outside();
        if (!cursor.atEnd()) {
            throw cursor.malformed("something follows the first element");
        }
    }

    private void content() {
        while (!cursor.atEnd()) {
            contentPiece();
        }
        requireOpen(depth == 0);
    }

    private void contentPiece() {
        requireOpen(!cursor.atEnd());
        if (!cursor.is('<') || cursor.startsWith(CDATA)) {
            text();
            return;
        }
        switch (cursor.peek(1)) {
            case '/' -> endTag();
            case '?' -> throw cursor.malformed("there is a processing instruction");
            case '!' -> comment();
            default -> startTag();
        }
    }

    private void requireOpen(boolean good) {
        if (!good) {
            throw cursor.malformed("the element '" + openName() + "' does not end");
        }
    }

    private void prolog() {
        if (cursor.startsWith(BYTE_ORDER_MARK)) {
            cursor.advance(BYTE_ORDER_MARK.length);
        }
        if (cursor.startsWith(XML_DECLARATION) && WhiteSpace.is(cursor.peek(XML_DECLARATION.length))) {
            XmlDeclaration.skip(octets, cursor);
        }
    }

    /** Skips what may stand before and after the only element of a document. */
    private void outside() {
        cursor.skipWhiteSpace();
        while (cursor.startsWith(COMMENT)) {
            comment();
            cursor.skipWhiteSpace();
        }
    }

    private void comment() {
        if (!cursor.startsWith(COMMENT)) {
            throw cursor.malformed("there is a DTD, or other markup that starts with '<!'");
        }
        cursor.advance(COMMENT.length);
        while (!cursor.atEnd()) {
            if (cursor.is('-') && cursor.peek(1) == '-') {
                cursor.advance(2);
                cursor.require('>', "a comment has '--' in it");
                return;
            }
            cursor.nextCharacter();
        }
        throw cursor.malformed("a comment does not end");
    }

    private void startTag() {
        cursor.require('<', "there is no element");
        if (outerDepth + depth >= quotas.maxDepth()) {
            throw cursor.tooLarge("elements are nested deeper than " + quotas.maxDepth());
        }
        int start = cursor.position();
        int colon = cursor.qualifiedName();
        int end = cursor.position();
        int row = table.startElement(parent, start, end);
        push(start, end);
        boolean empty = attributes.scan(row);
        String prefix = colon < 0 ? "" : Vocabulary.string(octets, start, colon);
        table.name(row, prefix, Vocabulary.string(octets, colon < 0 ? start : colon + 1, end), namespace(prefix));
        parent = row;
        if (empty) {
            close();
        }
    }

    private String namespace(String prefix) {
        @Nullable String namespace = scope.namespace(prefix);
        if (namespace == null || prefix.equals(XMLConstants.XMLNS_ATTRIBUTE)) {
            throw cursor.malformed("the prefix '" + prefix + "' is not declared");
        }
        return namespace;
    }

    private void endTag() {
        if (depth == 0) {
            throw cursor.malformed("an end tag has no start tag");
        }
        cursor.advance(2);
        int start = cursor.position();
        cursor.qualifiedName();
        if (!Arrays.equals(octets, start, cursor.position(), octets, nameStarts[depth - 1], nameEnds[depth - 1])) {
            throw cursor.malformed("the element '" + openName() + "' does not end before its parent");
        }
        cursor.skipWhiteSpace();
        cursor.require('>', "an end tag has more than a name");
        close();
    }

    private void push(int nameStart, int nameEnd) {
        if (depth == nameStarts.length) {
            nameStarts = Arrays.copyOf(nameStarts, 2 * depth);
            nameEnds = Arrays.copyOf(nameEnds, 2 * depth);
            outerScopes = Arrays.copyOf(outerScopes, 2 * depth);
        }
        nameStarts[depth] = nameStart;
        nameEnds[depth] = nameEnd;
        outerScopes[depth] = scope.size();
        depth++;
    }

    private void close() {
        table.endElement(parent);
        parent = table.parent(parent);
        depth--;
        scope.shrinkTo(outerScopes[depth]);
    }

    /** Reads a text to the next tag; comments and CDATA are part of it. */
    private void text() {
        int start = cursor.position();
        cursor.skipPlainText();
        boolean plain = cursor.atEnd() || isTag();
        if (!plain) {
            cursor.skipEscapedText();
        }
        if (plain) {
            table.text(parent, start, cursor.position());
        } else if (cursor.atEnd() || isTag()) {
            table.escapedText(parent, start, cursor.position());
        } else {
            rewriteText(start);
        }
    }

    private boolean isTag() {
        return cursor.is('<') && cursor.peek(1) != '!';
    }

    /** Goes on with a text that is not in its canonical form, which is written beside it. */
    private void rewriteText(int start) {
        RewrittenTexts rewritten = table.rewritten();
        int from = rewritten.size();
        int copied = start;
        while (!cursor.atEnd() && !isTag()) {
            rewritten.write(octets, copied, cursor.position());
            switch (cursor.peek(0)) {
                case '<' -> commentOrCdata();
                case '&' -> rewritten.write(cursor.reference());
                case '\r' -> lineEnd();
                default -> rewritten.write(cursor.nextCharacter());
            }
            copied = cursor.position();
            cursor.skipPlainText();
        }
        rewritten.write(octets, copied, cursor.position());
        if (rewritten.size() > from) {
            table.rewrittenText(parent, from);
        }
    }

    private void commentOrCdata() {
        if (!cursor.startsWith(CDATA)) {
            comment();
            return;
        }
        cursor.advance(CDATA.length);
        while (!cursor.atEnd()) {
            if (cursor.is(']') && cursor.peek(1) == ']' && cursor.peek(2) == '>') {
                cursor.advance(3);
                return;
            }
            if (cursor.is('\r')) {
                lineEnd();
            } else {
                table.rewritten().write(cursor.nextCharacter());
            }
        }
        throw cursor.malformed("a CDATA section does not end");
    }

    /** XML 1.0, section 2.11. */
    private void lineEnd() {
        cursor.advance(cursor.peek(1) == '\n' ? 2 : 1);
        table.rewritten().write('\n');
    }

    private String openName() {
        return depth == 0 ? "" : Vocabulary.string(octets, nameStarts[depth - 1], nameEnds[depth - 1]);
    }
}

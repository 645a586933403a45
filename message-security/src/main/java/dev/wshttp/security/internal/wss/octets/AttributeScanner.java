// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.soap.Namespaces;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/** Scans what stands between the name of an element and the end of its start tag. For one scan. */
final class AttributeScanner {
    private final byte[] octets;
    private final Cursor cursor;
    private final ReaderQuotas quotas;
    private final Scope scope;
    private final TokenTable table;
    private final TableAttributes written;
    private byte[] value = new byte[64];
    private int valueSize;
    private int plainStart;
    private int plainEnd;

    AttributeScanner(byte[] octets, Cursor cursor, ReaderQuotas quotas, Scope scope, TokenTable table) {
        this.octets = octets;
        this.cursor = cursor;
        this.quotas = quotas;
        this.scope = scope;
        this.table = table;
        this.written = table.attributes();
    }

    /**
     * Reads attributes and declarations into the table, and the end of the tag.
     *
     * @return whether the element is empty
     */
    boolean scan(int row) {
        int outer = scope.size();
        int number = 0;
        while (true) {
            boolean spaced = cursor.skipWhiteSpace();
            if (cursor.is('>')) {
                cursor.advance(1);
                finish(row);
                return false;
            }
            if (cursor.is('/')) {
                cursor.advance(1);
                cursor.require('>', "'/' stands in a tag");
                finish(row);
                return true;
            }
            if (!spaced) {
                throw cursor.malformed("white space is missing before an attribute");
            }
            number++;
            if (number > quotas.maxAttributesPerElement()) {
                throw cursor.tooLarge("an element has more than " + quotas.maxAttributesPerElement() + " attributes");
            }
            attribute(outer);
        }
    }

    private void attribute(int outer) {
        int start = cursor.position();
        int colon = cursor.qualifiedName();
        int end = cursor.position();
        cursor.skipWhiteSpace();
        cursor.require('=', "an attribute has no '='");
        cursor.skipWhiteSpace();
        String prefix = colon < 0 ? "" : Vocabulary.string(octets, start, colon);
        String name = Vocabulary.string(octets, colon < 0 ? start : colon + 1, end);
        if (prefix.equals(XMLConstants.XMLNS_ATTRIBUTE)) {
            declare(name, value(), outer);
        } else if (prefix.isEmpty() && name.equals(XMLConstants.XMLNS_ATTRIBUTE)) {
            declare("", value(), outer);
        } else {
            written.add(prefix, name, start, end);
            String rewritten = plainOrRewritten();
            if (rewritten == null) {
                written.value(plainStart, plainEnd);
            } else {
                written.value(rewritten);
            }
        }
    }

    private String value() {
        String rewritten = plainOrRewritten();
        return rewritten == null ? Vocabulary.string(octets, plainStart, plainEnd) : rewritten;
    }

    /** Namespaces in XML 1.0, sections 3 and 5. */
    private void declare(String prefix, String namespace, int outer) {
        cursor.requireShort(namespace.length(), "a namespace");
        boolean isXml = prefix.equals(XMLConstants.XML_NS_PREFIX);
        boolean allowed = isXml == namespace.equals(XMLConstants.XML_NS_URI)
                && !prefix.equals(XMLConstants.XMLNS_ATTRIBUTE)
                && !namespace.equals(Namespaces.XMLNS)
                && (prefix.isEmpty() || !namespace.isEmpty());
        if (!allowed) {
            throw cursor.malformed("the prefix '" + prefix + "' may not be declared so");
        }
        if (scope.declaresAfter(outer, prefix)) {
            throw cursor.malformed("the prefix '" + prefix + "' is declared twice in an element");
        }
        scope.declare(prefix, namespace);
        table.declare(prefix, namespace);
    }

    /** Finds the namespaces of the attributes, brings them into canonical order, and requires that no two have one name. */
    private void finish(int row) {
        int first = table.firstAttribute(row);
        int end = written.size();
        for (int i = first; i < end; i++) {
            written.namespace(i, namespace(written.prefix(i)));
        }
        for (int i = first + 1; i < end; i++) {
            int place = written.compare(i, i - 1) > 0 ? i : place(first, i);
            if (place < 0) {
                throw cursor.malformed("an element has the attribute '" + written.name(i) + "' twice");
            }
            written.move(i, place);
        }
    }

    /** Returns where an attribute belongs among those before it, which are in order; -1 if one of them has its name. */
    private int place(int first, int attribute) {
        int low = first;
        int high = attribute;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = written.compare(attribute, middle);
            if (order == 0) {
                return -1;
            }
            if (order < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private String namespace(String prefix) {
        @Nullable String namespace = prefix.isEmpty() ? "" : scope.namespace(prefix);
        if (namespace == null) {
            throw cursor.malformed("the prefix '" + prefix + "' is not declared");
        }
        return namespace;
    }

    /**
     * Reads a value between quotes, normalized (XML 1.0, section 3.3.3). Returns null if its canonical form is as it was written, from {@link #plainStart} to
     * {@link #plainEnd}.
     */
    private @Nullable String plainOrRewritten() {
        byte quote = cursor.peek(0);
        if (quote != '"' && quote != '\'') {
            throw cursor.malformed("the value of an attribute has no quotes");
        }
        cursor.advance(1);
        plainStart = cursor.position();
        plainEnd = plainStart;
        while (plainEnd < cursor.stop() && Characters.isPlainInValue(octets[plainEnd])) {
            plainEnd++;
        }
        cursor.advance(plainEnd - plainStart);
        if (cursor.is(quote)) {
            cursor.advance(1);
            return null;
        }
        return rewritten(plainStart, plainEnd, quote);
    }

    private String rewritten(int start, int plain, byte quote) {
        valueSize = 0;
        append(octets, start, plain);
        while (!cursor.atEnd()) {
            byte octet = cursor.peek(0);
            if (octet == quote) {
                cursor.advance(1);
                return new String(value, 0, valueSize, StandardCharsets.UTF_8);
            }
            switch (octet) {
                case '<' -> throw cursor.malformed("the value of an attribute has '<' in it");
                case '&' -> append(cursor.reference());
                case '\t', '\n' -> {
                    cursor.advance(1);
                    append(' ');
                }
                case '\r' -> {
                    cursor.advance(cursor.peek(1) == '\n' ? 2 : 1);
                    append(' ');
                }
                default -> {
                    int from = cursor.position();
                    cursor.nextCharacter();
                    append(octets, from, cursor.position());
                }
            }
        }
        throw cursor.malformed("the value of an attribute does not end");
    }

    private void append(byte[] from, int start, int end) {
        int needed = valueSize + end - start;
        if (needed > value.length) {
            value = Arrays.copyOf(value, Math.max(needed, 2 * value.length));
        }
        System.arraycopy(from, start, value, valueSize, end - start);
        valueSize = needed;
    }

    private void append(int character) {
        byte[] encoded = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        append(encoded, 0, encoded.length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.token.OctetSink;
import dev.wshttp.security.internal.wss.octets.TableWalk.Step;
import dev.wshttp.security.internal.xml.RelativeNamespace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/**
 * Writes exclusive canonical forms without comments (Exclusive XML Canonicalization 1.0, section 3) of elements of one message, in pieces. Texts are
 * copied as they are. For one thread.
 */
final class CanonicalWriter {
    private static final byte[] DECLARATION = " xmlns".getBytes(UTF_8);
    private static final byte[] END_TAG = "</".getBytes(UTF_8);
    // A text that is longer goes to the receiver without a copy.
    private static final int PIECE_BYTES = 512;

    private final byte[] piece = new byte[PIECE_BYTES];
    private int size;
    private OctetSink sink = (octets, offset, length) -> {};
    private final CanonicalNamespaces canonical = new CanonicalNamespaces();

    // What the ancestors in the output declare, and of each open element: how many of these there were before it.
    private final Scope rendered = new Scope();
    private int[] outerRendered = new int[12];
    private int depth;

    // What is in scope around an element with inclusive prefixes. Most signed elements have the same parent.
    private Scope around = new Scope();
    private @Nullable TableElement parentOfAround;

    // What one element declares, in canonical order.
    private String[] prefixes = new String[16];
    private String[] namespaces = new String[16];
    private int declared;

    /**
     * Writes the canonical form of an element.
     *
     * @param inclusive prefixes that are declared although no name uses them
     * @throws MessageSecurityException with {@code MESSAGE_UNREADABLE} if there is no form
     */
    void write(TableElement element, Set<String> inclusive, OctetSink to) {
        sink = to;
        size = 0;
        depth = 0;
        rendered.shrinkTo(0);
        if (!inclusive.isEmpty()) {
            lookAround(element);
        }
        var walk = new TableWalk(element);
        for (Step step = walk.next(); step != Step.DONE; step = walk.next()) {
            TokenTable table = walk.table();
            int row = walk.row();
            switch (step) {
                case START -> start(table, row, inclusive);
                case END -> end(table, row);
                default -> raw(table.textOctets(row), table.textStart(row), table.textEnd(row));
            }
        }
        flush();
    }

    private void lookAround(TableElement element) {
        var parent = new TableElement(element.table(), element.table().parent(element.row()));
        if (!parent.equals(parentOfAround)) {
            around = parent.table().scopeInside(parent.row());
            parentOfAround = parent;
        }
    }

    private void start(TokenTable table, int row, Set<String> inclusive) {
        if (depth == outerRendered.length) {
            outerRendered = Arrays.copyOf(outerRendered, 2 * depth);
        }
        outerRendered[depth] = rendered.size();
        depth++;
        raw('<');
        raw(table.octets(), table.nameStart(row), table.nameEnd(row));
        declarations(table, row, inclusive);
        attributes(table, table.firstAttribute(row), table.endOfAttributes(row));
        raw('>');
    }

    private void end(TokenTable table, int row) {
        raw(END_TAG, 0, END_TAG.length);
        raw(table.octets(), table.nameStart(row), table.nameEnd(row));
        raw('>');
        depth--;
        rendered.shrinkTo(outerRendered[depth]);
    }

    /** Declares the prefixes that names use and that the output does not have yet, in their order. */
    private void declarations(TokenTable table, int row, Set<String> inclusive) {
        declared = 0;
        use(table.prefix(row), table.namespace(row));
        for (int i = table.firstDeclaration(row); i < table.endOfDeclarations(row); i++) {
            requireAbsolute(table, row, table.declaredNamespace(i));
        }
        for (int i = table.firstAttribute(row); i < table.endOfAttributes(row); i++) {
            if (!table.attributes().prefix(i).isEmpty()) {
                use(table.attributes().prefix(i), table.attributes().namespace(i));
            }
        }
        if (!inclusive.isEmpty()) {
            useInclusive(table, row, inclusive);
        }
        sort();
        for (int i = 0; i < declared; i++) {
            requireAbsolute(table, row, namespaces[i]);
            rendered.declare(prefixes[i], namespaces[i]);
            raw(DECLARATION, 0, DECLARATION.length);
            if (!prefixes[i].isEmpty()) {
                raw(':');
                text(prefixes[i]);
            }
            raw('=');
            raw('"');
            byte[] namespace = canonical.octets(namespaces[i]);
            raw(namespace, 0, namespace.length);
            raw('"');
        }
    }

    /** Uses the inclusive prefixes that an element declares; of the first one, all that are in scope. Inside, a prefix means the same until it is declared again. */
    private void useInclusive(TokenTable table, int row, Set<String> inclusive) {
        var outer = new HashSet<String>(depth == 1 ? inclusive : Set.of());
        for (int i = table.firstDeclaration(row); i < table.endOfDeclarations(row); i++) {
            if (inclusive.contains(table.declaredPrefix(i))) {
                outer.remove(table.declaredPrefix(i));
                use(table.declaredPrefix(i), table.declaredNamespace(i));
            }
        }
        for (String prefix : outer) {
            @Nullable String namespace = around.namespace(prefix);
            if (namespace != null) {
                use(prefix, namespace);
            }
        }
    }

    private void use(String prefix, String namespace) {
        if (prefix.equals(XMLConstants.XML_NS_PREFIX) || namespace.equals(renderedNamespace(prefix))) {
            return;
        }
        for (int i = 0; i < declared; i++) {
            if (prefixes[i].equals(prefix)) {
                return;
            }
        }
        if (declared == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * declared);
            namespaces = Arrays.copyOf(namespaces, 2 * declared);
        }
        prefixes[declared] = prefix;
        namespaces[declared] = namespace;
        declared++;
    }

    private String renderedNamespace(String prefix) {
        @Nullable String namespace = rendered.namespace(prefix);
        return namespace == null ? "" : namespace;
    }

    private void sort() {
        for (int i = 1; i < declared; i++) {
            for (int j = i; j > 0 && prefixes[j].compareTo(prefixes[j - 1]) < 0; j--) {
                swap(prefixes, j);
                swap(namespaces, j);
            }
        }
    }

    private static void swap(String[] values, int i) {
        String value = values[i];
        values[i] = values[i - 1];
        values[i - 1] = value;
    }

    /** Writes the attributes, which are in canonical order. */
    private void attributes(TokenTable table, int first, int end) {
        TableAttributes attributes = table.attributes();
        for (int attribute = first; attribute < end; attribute++) {
            raw(' ');
            raw(table.octets(), attributes.nameStart(attribute), attributes.nameEnd(attribute));
            raw('=');
            if (attributes.isPlain(attribute)) {
                raw('"');
                raw(table.octets(), attributes.valueStart(attribute), attributes.valueEnd(attribute));
                raw('"');
            } else {
                value(attributes.value(attribute));
            }
        }
    }

    /** Writes a value between quotes (Canonical XML 1.0, section 2.3). */
    private void value(String value) {
        raw('"');
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '<' -> text("&lt;");
                case '&' -> text("&amp;");
                case '"' -> text("&quot;");
                case '\t' -> text("&#x9;");
                case '\n' -> text("&#xA;");
                case '\r' -> text("&#xD;");
                default -> i = character(value, i);
            }
        }
        raw('"');
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            i = character(text, i);
        }
    }

    /** Writes one character in UTF-8, and returns the place of its last half. */
    private int character(String text, int i) {
        char character = text.charAt(i);
        if (character < 0x80) {
            raw(character);
            return i;
        }
        int point = text.codePointAt(i);
        byte[] encoded = Character.toString(point).getBytes(UTF_8);
        raw(encoded, 0, encoded.length);
        return i + Character.charCount(point) - 1;
    }

    private void raw(int octet) {
        if (size == PIECE_BYTES) {
            flush();
        }
        piece[size++] = (byte) octet;
    }

    private void raw(byte[] from, int start, int end) {
        int length = end - start;
        if (length > PIECE_BYTES - size) {
            flush();
        }
        if (length > PIECE_BYTES) {
            sink.write(from, start, length);
            return;
        }
        System.arraycopy(from, start, piece, size, length);
        size += length;
    }

    private void flush() {
        if (size > 0) {
            sink.write(piece, 0, size);
            size = 0;
        }
    }

    private static void requireAbsolute(TokenTable table, int row, String namespace) {
        if (RelativeNamespace.is(namespace)) {
            throw RelativeNamespace.refusal(table.localName(row));
        }
    }
}

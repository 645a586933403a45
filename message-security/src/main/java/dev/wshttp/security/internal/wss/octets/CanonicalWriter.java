// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.OctetSink;
import dev.wshttp.security.internal.wss.octets.TableWalk.Step;
import java.util.Arrays;
import java.util.List;
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

    // What the ancestors in the output declare; and what is in scope, if there are inclusive prefixes.
    private Scope rendered = new Scope();
    private Scope inScope = new Scope();

    // Of each open element: how many of these there were before it.
    private int[] outerRendered = new int[12];
    private int[] outerInScope = new int[12];
    private int depth;

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
    void write(TableElement element, List<String> inclusive, OctetSink to) {
        sink = to;
        size = 0;
        depth = 0;
        rendered.shrinkTo(0);
        if (!inclusive.isEmpty()) {
            inScope = element.table().scopeInside(element.table().parent(element.row()));
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

    private void start(TokenTable table, int row, List<String> inclusive) {
        if (depth == outerRendered.length) {
            outerRendered = Arrays.copyOf(outerRendered, 2 * depth);
            outerInScope = Arrays.copyOf(outerInScope, 2 * depth);
        }
        outerRendered[depth] = rendered.size();
        outerInScope[depth] = inScope.size();
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
        inScope.shrinkTo(outerInScope[depth]);
    }

    /** Declares the prefixes that names use and that the output does not have yet, in their order. */
    private void declarations(TokenTable table, int row, List<String> inclusive) {
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
        // Elsewhere an ancestor has declared them all.
        boolean mayDiffer = depth == 1 || table.firstDeclaration(row) < table.endOfDeclarations(row);
        if (!inclusive.isEmpty() && mayDiffer) {
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
            value(namespaces[i]);
        }
    }

    private void useInclusive(TokenTable table, int row, List<String> inclusive) {
        for (int i = table.firstDeclaration(row); i < table.endOfDeclarations(row); i++) {
            inScope.declare(table.declaredPrefix(i), table.declaredNamespace(i));
        }
        for (String prefix : inclusive) {
            @Nullable String namespace = inScope.namespace(prefix);
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

    /** Canonical XML 1.0, section 1.3: what has a relative namespace has no canonical form. */
    private static void requireAbsolute(TokenTable table, int row, String namespace) {
        if (!namespace.isEmpty() && namespace.indexOf(':') <= 0) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The element '" + table.localName(row)
                            + "' has no canonical form (expected namespaces that are absolute URIs: Canonical XML 1.0, section 1.3). Let the"
                            + " sender use others.");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.util.Arrays;
import java.util.List;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/**
 * Writes exclusive canonical forms without comments (Exclusive XML Canonicalization 1.0, section 3) of elements of one message, within a budget of octets:
 * a long namespace that is declared once can come out again and again. Texts are copied as they are. For one thread.
 */
final class CanonicalWriter {
    private static final byte[] DECLARATION = " xmlns".getBytes(UTF_8);
    private static final byte[] END_TAG = "</".getBytes(UTF_8);

    private byte[] form = new byte[4_096];
    private int size;
    private long budgetBytes;

    // What the ancestors in the output declare.
    private String[] prefixes = new String[16];
    private String[] namespaces = new String[16];
    private int rendered;

    // The attributes of one element, in canonical order.
    private int[] order = new int[16];

    /** @param budgetBytes of all forms together */
    CanonicalWriter(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /**
     * Writes the canonical form of an element; {@link #form()} has it until the next one.
     *
     * @param inclusive prefixes that are declared although no name uses them
     * @throws MessageSecurityException with {@code MESSAGE_TOO_LARGE} if the budget is used up, or {@code MESSAGE_UNREADABLE} if there is no form
     */
    void write(TableElement element, List<String> inclusive) {
        size = 0;
        rendered = 0;
        element(element.table(), element.row(), inclusive);
    }

    /** Returns the array that starts with the form. */
    byte[] form() {
        return form;
    }

    int size() {
        return size;
    }

    private void element(TokenTable table, int row, List<String> inclusive) {
        int outer = rendered;
        raw('<');
        name(table.prefix(row), table.localName(row));
        int first = table.firstAttribute(row);
        int end = table.endOfAttributes(row);
        declarations(table, row, inclusive);
        attributes(table, first, end);
        raw('>');
        content(table, row, inclusive);
        raw(END_TAG, 0, END_TAG.length);
        name(table.prefix(row), table.localName(row));
        raw('>');
        rendered = outer;
    }

    private void content(TokenTable table, int row, List<String> inclusive) {
        @Nullable TokenTable inside = table.contentOf(row);
        TokenTable children = inside == null ? table : inside;
        int child = inside == null ? row + 1 : 0;
        int end = inside == null ? table.end(row) : inside.size();
        while (child < end) {
            if (children.isElement(child)) {
                element(children, child, inclusive);
            } else {
                raw(children.textOctets(child), children.textStart(child), children.textEnd(child));
            }
            child = children.end(child);
        }
    }

    /** Declares the prefixes that names use and that the output does not have yet, in their order. */
    private void declarations(TokenTable table, int row, List<String> inclusive) {
        int mark = rendered;
        for (int i = table.firstDeclaration(row); i < table.endOfDeclarations(row); i++) {
            requireAbsolute(table, row, table.declaredNamespace(i));
        }
        use(table.prefix(row), table.namespace(row));
        for (int i = table.firstAttribute(row); i < table.endOfAttributes(row); i++) {
            if (!table.attributePrefix(i).isEmpty()) {
                use(table.attributePrefix(i), table.attributeNamespace(i));
            }
        }
        for (String prefix : inclusive) {
            @Nullable String namespace = table.namespaceInScope(row, prefix);
            if (namespace != null) {
                use(prefix, namespace);
            }
        }
        sort(mark);
        for (int i = mark; i < rendered; i++) {
            requireAbsolute(table, row, namespaces[i]);
            raw(DECLARATION, 0, DECLARATION.length);
            if (!prefixes[i].isEmpty()) {
                raw(':');
                text(prefixes[i]);
            }
            raw('=');
            value(namespaces[i]);
        }
    }

    private void use(String prefix, String namespace) {
        if (prefix.equals(XMLConstants.XML_NS_PREFIX) || namespace.equals(renderedNamespace(prefix))) {
            return;
        }
        if (rendered == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * rendered);
            namespaces = Arrays.copyOf(namespaces, 2 * rendered);
        }
        prefixes[rendered] = prefix;
        namespaces[rendered] = namespace;
        rendered++;
    }

    private String renderedNamespace(String prefix) {
        for (int i = rendered - 1; i >= 0; i--) {
            if (prefixes[i].equals(prefix)) {
                return namespaces[i];
            }
        }
        return "";
    }

    private void sort(int from) {
        for (int i = from + 1; i < rendered; i++) {
            for (int j = i; j > from && prefixes[j].compareTo(prefixes[j - 1]) < 0; j--) {
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

    /** Canonical XML 1.0, section 2.2: by namespace, then by name; those without namespace come first. */
    private void attributes(TokenTable table, int first, int end) {
        int number = end - first;
        if (number > order.length) {
            order = new int[number];
        }
        for (int i = 0; i < number; i++) {
            int attribute = first + i;
            int j = i;
            while (j > 0 && isBefore(table, attribute, order[j - 1])) {
                order[j] = order[j - 1];
                j--;
            }
            order[j] = attribute;
        }
        for (int i = 0; i < number; i++) {
            raw(' ');
            name(table.attributePrefix(order[i]), table.attributeName(order[i]));
            raw('=');
            value(table.attributeValue(order[i]));
        }
    }

    private static boolean isBefore(TokenTable table, int attribute, int other) {
        int byNamespace = table.attributeNamespace(attribute).compareTo(table.attributeNamespace(other));
        return byNamespace == 0
                ? table.attributeName(attribute).compareTo(table.attributeName(other)) < 0
                : byNamespace < 0;
    }

    private void name(String prefix, String localName) {
        if (!prefix.isEmpty()) {
            text(prefix);
            raw(':');
        }
        text(localName);
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
        reserve(1);
        form[size++] = (byte) octet;
    }

    private void raw(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, form, size, end - start);
        size += end - start;
    }

    private void reserve(int bytes) {
        budgetBytes -= bytes;
        if (budgetBytes < 0) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_TOO_LARGE,
                    "What is signed in the message has too many bytes in canonical form (expected at most about four times the size of the"
                            + " message). Long namespaces are repeated in it again and again: let the sender declare shorter ones.");
        }
        if (size + bytes > form.length) {
            form = Arrays.copyOf(form, Math.max(size + bytes, 2 * form.length));
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

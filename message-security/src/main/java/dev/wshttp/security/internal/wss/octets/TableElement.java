// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.wss.proof.Base64Text;
import dev.wshttp.security.internal.wss.proof.ReceivedElement;
import dev.wshttp.security.internal.xml.WhiteSpace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * An element of a table. Two are equal if they are the same row of the same table.
 *
 * @param row that of the element; {@link TokenTable#TOP} for an imaginary element around all rows of a fragment
 */
record TableElement(TokenTable table, int row) implements ReceivedElement {
    @Override
    public String localName() {
        return row == TokenTable.TOP ? "" : table.localName(row);
    }

    @Override
    public String namespace() {
        return row == TokenTable.TOP ? "" : table.namespace(row);
    }

    @Override
    public String qualifiedName() {
        return table.prefix(row).isEmpty() ? localName() : table.prefix(row) + ":" + localName();
    }

    @Override
    public String attribute(String namespace, String localName) {
        for (int i = table.firstAttribute(row); i < table.endOfAttributes(row); i++) {
            if (table.attributes().name(i).equals(localName)
                    && table.attributes().namespace(i).equals(namespace)) {
                return table.attributes().value(i);
            }
        }
        return "";
    }

    @Override
    public List<Attribute> attributes() {
        int first = table.firstAttribute(row);
        int number = table.endOfAttributes(row) - first;
        // A view, because each element of a security header is asked.
        return number == 0
                ? List.of()
                : new AbstractList<>() {
                    @Override
                    public Attribute get(int index) {
                        TableAttributes all = table.attributes();
                        int attribute = first + Objects.checkIndex(index, number);
                        return new Attribute(all.namespace(attribute), all.name(attribute), all.prefix(attribute));
                    }

                    @Override
                    public int size() {
                        return number;
                    }
                };
    }

    @Override
    public List<ReceivedElement> elements() {
        TokenTable inside = table.contentTable(row);
        int start = table.contentStart(row);
        int end = table.contentEnd(row);
        int number = 0;
        for (int child = start; child < end; child = inside.end(child)) {
            number += inside.isElement(child) ? 1 : 0;
        }
        if (number == 0) {
            return List.of();
        }
        var elements = new ReceivedElement[number];
        int next = 0;
        for (int child = start; child < end; child = inside.end(child)) {
            if (inside.isElement(child)) {
                elements[next++] = new TableElement(inside, child);
            }
        }
        return Arrays.asList(elements);
    }

    @Override
    public boolean hasText() {
        TokenTable inside = table.contentTable(row);
        int end = table.contentEnd(row);
        for (int child = table.contentStart(row); child < end; child = inside.end(child)) {
            if (!inside.isElement(child) && !inside.isWhiteSpace(child)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String text() {
        TokenTable inside = table.contentTable(row);
        int start = table.contentStart(row);
        int end = table.contentEnd(row);
        if (isOneText(inside, start, end)) {
            return WhiteSpace.strip(inside.text(start));
        }
        var text = new StringBuilder();
        for (int each = start; each < end; each++) {
            if (!inside.isElement(each)) {
                text.append(inside.text(each));
            }
        }
        return WhiteSpace.strip(text.toString());
    }

    private static boolean isOneText(TokenTable inside, int start, int end) {
        return end == start + 1 && !inside.isElement(start);
    }

    @Override
    public byte[] base64() {
        TokenTable inside = table.contentTable(row);
        int start = table.contentStart(row);
        if (isOneText(inside, start, table.contentEnd(row)) && inside.isPlain(start)) {
            return base64(inside.textOctets(start), inside.textStart(start), inside.textEnd(start));
        }
        return Base64Text.decode(text().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] base64(byte[] octets, int from, int to) {
        try {
            return decoded(ByteBuffer.wrap(octets, from, to - from));
        } catch (IllegalArgumentException damagedOrSpaced) {
            return Base64Text.decode(Arrays.copyOfRange(octets, from, to));
        }
    }

    private static byte[] decoded(ByteBuffer text) {
        ByteBuffer decoded = Base64.getDecoder().decode(text);
        if (decoded.hasArray() && decoded.arrayOffset() == 0 && decoded.array().length == decoded.remaining()) {
            return decoded.array();
        }
        byte[] octets = new byte[decoded.remaining()];
        decoded.get(octets);
        return octets;
    }
}

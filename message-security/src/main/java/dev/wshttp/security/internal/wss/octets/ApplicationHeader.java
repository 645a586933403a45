// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlOctets;
import java.util.LinkedHashMap;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * A header block of the application. If it gets signed, it has the id by which the signature names it. An id that the application gave it is removed.
 *
 * @param octets the block without an id
 * @param table what the octets are
 */
record ApplicationHeader(byte[] octets, TokenTable table) {
    private static final QName ID = new QName(Namespaces.UTILITY, "Id");

    static ApplicationHeader of(XmlContent block) {
        ApplicationHeader header = scanned(block);
        return header.hasId() ? scanned(withoutId(block)) : header;
    }

    private static ApplicationHeader scanned(XmlContent block) {
        byte[] octets = XmlOctets.of(block);
        TokenTable table = Scanner.fragment(octets, 0, octets.length, TableDocument.NO_QUOTAS, SignedOctets.scope(), 2);
        if (table.size() == 0 || !table.isElement(0) || table.end(0) != table.size()) {
            throw new IllegalArgumentException(
                    "A header of the application is not one element (expected one). Give each element a header of its own.");
        }
        return new ApplicationHeader(octets, table);
    }

    String namespace() {
        return table.namespace(0);
    }

    String localName() {
        return table.localName(0);
    }

    /** Writes the block with an id. */
    void write(OctetWriter to, String id) {
        write(to, id, "u");
    }

    /** Writes the block with an id, so that it means the same wherever it stands. */
    void writeOnItsOwn(OctetWriter to, String id) {
        write(to, id, "");
    }

    /** Writes the block without an id. */
    void writeUnsigned(OctetWriter to) {
        to.write(octets);
    }

    /** @param known the prefix that is declared for ids around the block; empty if the block has to declare it */
    private void write(OctetWriter to, String id, String known) {
        String prefix = prefix();
        int endOfName = table.nameEnd(0);
        to.write(octets, 0, endOfName);
        to.markup(" ").markup(prefix).markup(":Id=\"").markup(id).markup("\"");
        if (!prefix.equals(known) && !declares(prefix)) {
            to.markup(" xmlns:").markup(prefix).markup("=\"" + Namespaces.UTILITY + "\"");
        }
        to.write(octets, endOfName, octets.length - endOfName);
    }

    private boolean hasId() {
        return new TableElement(table, 0)
                .attributes().stream()
                        .anyMatch(attribute -> attribute.localName().equals("Id")
                                && attribute.namespace().equals(Namespaces.UTILITY));
    }

    /** Returns the prefix of the envelope, unless the block gives it another meaning. */
    private String prefix() {
        String prefix = "u";
        for (int i = 1; !isFree(prefix); i++) {
            prefix = "u" + i;
        }
        return prefix;
    }

    private boolean isFree(String prefix) {
        @Nullable String namespace = table.namespaceInScope(0, prefix);
        return namespace == null || (prefix.equals("u") && namespace.equals(Namespaces.UTILITY));
    }

    /** Returns whether the element itself declares a prefix. */
    private boolean declares(String prefix) {
        for (int i = table.firstDeclaration(0); i < table.endOfDeclarations(0); i++) {
            if (table.declaredPrefix(i).equals(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static XmlContent withoutId(XmlContent block) {
        XmlElement element = XmlElement.of(block);
        var attributes = new LinkedHashMap<>(element.attributes());
        attributes.remove(ID);
        return new XmlElement(element.name(), element.scope(), attributes, element.children());
    }
}

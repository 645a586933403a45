// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlOctets;
import java.util.LinkedHashMap;
import javax.xml.namespace.QName;

/** Writes a header block of the application with the id by which the signature names it. An id that the application gave it is replaced. */
final class ApplicationHeader {
    private static final QName ID = new QName(Namespaces.UTILITY, "Id");

    private ApplicationHeader() {}

    static void write(OctetWriter to, XmlContent block, String id) {
        byte[] octets = XmlOctets.of(block);
        TokenTable table = Scanner.fragment(octets, 0, octets.length, TableDocument.NO_QUOTAS, SignedOctets.scope(), 2);
        if (table.size() == 0 || !table.isElement(0) || table.end(0) != table.size()) {
            throw new IllegalArgumentException(
                    "A header of the application is not one element (expected one). Give each element a header of its own.");
        }
        var element = new TableElement(table, 0);
        if (hasId(element)) {
            write(to, withoutId(block), id);
            return;
        }
        String prefix = prefix(table);
        int endOfName = table.nameEnd(0);
        to.write(octets, 0, endOfName);
        to.markup(" ").markup(prefix).markup(":Id=\"").markup(id).markup("\"");
        if (!prefix.equals("u")) {
            to.markup(" xmlns:").markup(prefix).markup("=\"" + Namespaces.UTILITY + "\"");
        }
        to.write(octets, endOfName, octets.length - endOfName);
    }

    private static boolean hasId(TableElement element) {
        return element.attributes().stream()
                .anyMatch(attribute -> attribute.localName().equals("Id")
                        && attribute.namespace().equals(Namespaces.UTILITY));
    }

    /** Returns the prefix of the envelope, unless the block gives it another meaning. */
    private static String prefix(TokenTable table) {
        String prefix = "u";
        for (int i = 1; !isFree(table, prefix); i++) {
            prefix = "u" + i;
        }
        return prefix;
    }

    private static boolean isFree(TokenTable table, String prefix) {
        String namespace = table.namespaceInScope(0, prefix);
        return namespace == null || (prefix.equals("u") && namespace.equals(Namespaces.UTILITY));
    }

    private static XmlContent withoutId(XmlContent block) {
        XmlElement element = XmlElement.of(block);
        var attributes = new LinkedHashMap<>(element.attributes());
        attributes.remove(ID);
        return new XmlElement(element.name(), element.scope(), attributes, element.children());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.wss.proof.ReceivedDocument;
import dev.wshttp.security.internal.wss.proof.ReceivedElement;
import dev.wshttp.security.internal.xml.NamespaceScope;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.xml.namespace.QName;

/** Copies elements of a table into values, no deeper than messages of WS-Trust and faults are, whatever the reader quotas allow. */
final class TableValue {
    private TableValue() {}

    /**
     * Returns an element as a value, with the namespaces that are declared around it.
     *
     * @param wanted chooses the child elements to keep
     * @throws dev.wshttp.security.MessageSecurityException with {@code MESSAGE_TOO_LARGE} if elements are nested too deep in it
     */
    static XmlElement of(TableElement element, Predicate<ReceivedElement> wanted) {
        return of(element, outside(element), ReceivedDocument.DEEPEST_VALUE, wanted);
    }

    private static NamespaceScope outside(TableElement element) {
        Scope scope = element.table().scopeInside(element.table().parent(element.row()));
        var declared = new LinkedHashMap<String, String>();
        for (int i = 0; i < scope.size(); i++) {
            declared.put(scope.prefix(i), scope.namespace(i));
        }
        return NamespaceScope.EMPTY.with(declared);
    }

    /** @param levels how many levels of elements there may be, this one included */
    private static XmlElement of(
            TableElement element, NamespaceScope around, int levels, Predicate<ReceivedElement> wanted) {
        if (levels == 0) {
            throw ReceivedDocument.tooDeep();
        }
        TokenTable table = element.table();
        int row = element.row();
        NamespaceScope scope = around.with(declarations(table, row));
        List<XmlNode> children = new ArrayList<>();
        TokenTable inside = table.contentTable(row);
        int end = table.contentEnd(row);
        for (int at = table.contentStart(row); at < end; at = inside.end(at)) {
            if (!inside.isElement(at)) {
                children.add(new XmlNode.Text(inside.text(at)));
                continue;
            }
            var child = new TableElement(inside, at);
            if (wanted.test(child)) {
                children.add(of(child, scope, levels - 1, any -> true));
            }
        }
        return new XmlElement(
                new QName(table.namespace(row), table.localName(row), table.prefix(row)),
                scope,
                attributes(table, row),
                children);
    }

    private static Map<String, String> declarations(TokenTable table, int row) {
        var declarations = new LinkedHashMap<String, String>();
        for (int i = table.firstDeclaration(row); i < table.endOfDeclarations(row); i++) {
            declarations.put(table.declaredPrefix(i), table.declaredNamespace(i));
        }
        return declarations;
    }

    private static Map<QName, String> attributes(TokenTable table, int row) {
        var attributes = new LinkedHashMap<QName, String>();
        for (int i = table.firstAttribute(row); i < table.endOfAttributes(row); i++) {
            attributes.put(
                    new QName(
                            table.attributes().namespace(i),
                            table.attributes().name(i),
                            table.attributes().prefix(i)),
                    table.attributes().value(i));
        }
        return attributes;
    }
}

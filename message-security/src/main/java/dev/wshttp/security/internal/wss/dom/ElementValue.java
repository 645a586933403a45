// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.ProcessingInstruction;
import org.w3c.dom.Text;

/** Copies DOM elements into values. */
final class ElementValue {
    private ElementValue() {}

    /** Returns an element as a value, with the namespaces that are declared around it. Its depth is within the quotas. */
    static XmlElement of(Element element) {
        return of(element, scopeAround(element));
    }

    private static XmlElement of(Element element, Map<String, String> around) {
        Map<String, String> scope = declarationsAdded(element, around);
        var children = new ArrayList<XmlNode>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(of(inner, scope));
            } else if (child instanceof Text text) {
                children.add(new XmlNode.Text(text.getData()));
            } else if (child instanceof Comment comment) {
                children.add(new XmlNode.Comment(comment.getData()));
            } else if (child instanceof ProcessingInstruction instruction) {
                children.add(new XmlNode.Instruction(instruction.getTarget(), instruction.getData()));
            }
        }
        return new XmlElement(name(element), scope, attributes(element), children);
    }

    private static Map<String, String> scopeAround(Element element) {
        List<Element> ancestors = new ArrayList<>();
        for (Node node = element.getParentNode(); node instanceof Element ancestor; node = node.getParentNode()) {
            ancestors.add(0, ancestor);
        }
        Map<String, String> scope = Map.of();
        for (Element ancestor : ancestors) {
            scope = declarationsAdded(ancestor, scope);
        }
        return scope;
    }

    private static Map<String, String> declarationsAdded(Element element, Map<String, String> around) {
        NamedNodeMap attributes = element.getAttributes();
        Map<String, String> scope = around;
        for (int i = 0; i < attributes.getLength(); i++) {
            if (attributes.item(i) instanceof Attr attribute && isDeclaration(attribute)) {
                scope = scope == around ? new HashMap<>(around) : scope;
                scope.put(attribute.getPrefix() == null ? "" : attribute.getLocalName(), attribute.getValue());
            }
        }
        return scope;
    }

    private static Map<QName, String> attributes(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        var values = new LinkedHashMap<QName, String>();
        for (int i = 0; i < attributes.getLength(); i++) {
            if (attributes.item(i) instanceof Attr attribute && !isDeclaration(attribute)) {
                values.put(name(attribute), attribute.getValue());
            }
        }
        return values;
    }

    private static boolean isDeclaration(Attr attribute) {
        return Namespaces.XMLNS.equals(attribute.getNamespaceURI());
    }

    private static QName name(Node node) {
        return new QName(orEmpty(node.getNamespaceURI()), node.getLocalName(), orEmpty(node.getPrefix()));
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}

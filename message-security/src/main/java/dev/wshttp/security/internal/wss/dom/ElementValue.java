// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.proof.ReceivedDocument;
import dev.wshttp.security.internal.xml.NamespaceScope;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.ProcessingInstruction;
import org.w3c.dom.Text;

/** Copies DOM elements into values. What a peer sent is copied no deeper than messages of WS-Trust and faults are, whatever the reader quotas allow. */
final class ElementValue {
    private ElementValue() {}

    /** Returns an element of this side as a value, with the namespaces that are declared around it. */
    static XmlElement of(Element element) {
        return of(element, scopeAround(element), Integer.MAX_VALUE, any -> true);
    }

    /**
     * Returns an element of a peer as a value, with some of its child elements only.
     *
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_TOO_LARGE} if elements are nested too deep in it
     */
    static XmlElement ofPeer(Element element, Predicate<Element> wanted) {
        return of(element, scopeAround(element), ReceivedDocument.DEEPEST_VALUE, wanted);
    }

    /** @param levels how many levels of elements there may be, this one included */
    private static XmlElement of(Element element, NamespaceScope around, int levels, Predicate<Element> wanted) {
        if (levels == 0) {
            throw ReceivedDocument.tooDeep();
        }
        NamespaceScope scope = around.with(declarations(element));
        var children = new ArrayList<XmlNode>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                if (wanted.test(inner)) {
                    children.add(of(inner, scope, levels - 1, any -> true));
                }
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

    private static NamespaceScope scopeAround(Element element) {
        var ancestors = new ArrayDeque<Element>();
        for (Node node = element.getParentNode(); node instanceof Element ancestor; node = node.getParentNode()) {
            ancestors.push(ancestor);
        }
        NamespaceScope scope = NamespaceScope.EMPTY;
        for (Element ancestor : ancestors) {
            scope = scope.with(declarations(ancestor));
        }
        return scope;
    }

    private static Map<String, String> declarations(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        var declarations = new LinkedHashMap<String, String>();
        for (int i = 0; i < attributes.getLength(); i++) {
            if (attributes.item(i) instanceof Attr attribute && isDeclaration(attribute)) {
                declarations.put(attribute.getPrefix() == null ? "" : attribute.getLocalName(), attribute.getValue());
            }
        }
        return declarations;
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

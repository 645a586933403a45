// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.proof.Base64Text;
import dev.wshttp.security.internal.wss.proof.ReceivedElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/** A received element that is a node of a tree. */
record DomElement(Element node) implements ReceivedElement {
    @Override
    public String localName() {
        return node.getLocalName();
    }

    @Override
    public String namespace() {
        return Objects.requireNonNullElse(node.getNamespaceURI(), "");
    }

    @Override
    public String qualifiedName() {
        return node.getNodeName();
    }

    @Override
    public String attribute(String namespace, String localName) {
        return node.getAttributeNS(namespace.isEmpty() ? null : namespace, localName);
    }

    @Override
    public List<Attribute> attributes() {
        NamedNodeMap all = node.getAttributes();
        var attributes = new ArrayList<Attribute>();
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Attr attribute && !Namespaces.XMLNS.equals(attribute.getNamespaceURI())) {
                attributes.add(new Attribute(
                        Objects.requireNonNullElse(attribute.getNamespaceURI(), ""),
                        attribute.getLocalName(),
                        Objects.requireNonNullElse(attribute.getPrefix(), "")));
            }
        }
        return attributes;
    }

    @Override
    public List<ReceivedElement> elements() {
        return Elements.children(node).stream()
                .<ReceivedElement>map(DomElement::new)
                .toList();
    }

    @Override
    public boolean hasText() {
        return Elements.hasText(node);
    }

    @Override
    public String text() {
        return Elements.text(node);
    }

    @Override
    public byte[] base64() {
        return Base64Text.decode(text().getBytes(StandardCharsets.UTF_8));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** The XML tree of a message that is being changed. */
final class Tree {
    private static final Set<String> ID_NAMES = Set.of("Id", "ID", "id", "AssertionID");

    private final Document document;

    Tree(Document document) {
        this.document = document;
    }

    Document document() {
        return document;
    }

    byte[] octets() {
        return XmlText.of(document);
    }

    Element root() {
        return document.getDocumentElement();
    }

    /** All elements, in document order. */
    List<Element> elements() {
        var found = new ArrayList<Element>();
        collect(root(), found);
        return found;
    }

    static List<Element> elementsIn(Element root) {
        var found = new ArrayList<Element>();
        collect(root, found);
        return found;
    }

    List<Element> elements(Predicate<Element> which) {
        return elements().stream().filter(which).toList();
    }

    /** Elements of a local name. */
    List<Element> named(String localName) {
        return elements(element -> localName.equals(element.getLocalName()));
    }

    /** All attributes but declarations of namespaces, in document order. */
    List<Attr> attributes() {
        return elements().stream()
                .flatMap(element -> attributes(element).stream())
                .toList();
    }

    static List<Attr> attributes(Element element) {
        var found = new ArrayList<Attr>();
        NamedNodeMap all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            Attr attribute = (Attr) all.item(i);
            if (!Names.XMLNS.equals(attribute.getNamespaceURI())) {
                found.add(attribute);
            }
        }
        return found;
    }

    static List<Element> children(Element parent) {
        var found = new ArrayList<Element>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    /** Any element but the root; one time in two a header block or a child of the security header, where most of the meaning is. */
    Element any(Choices choices) {
        List<Element> outer =
                elements(element -> isNamed(parent(element), "Header") || isNamed(parent(element), "Security"));
        List<Element> all = elements(element -> element != root());
        if (all.isEmpty()) {
            return root();
        }
        return outer.isEmpty() || choices.oneIn(2) ? choices.of(all) : choices.of(outer);
    }

    private static void collect(Element element, List<Element> found) {
        found.add(element);
        children(element).forEach(child -> collect(child, found));
    }

    /** The ids that elements of the message have. */
    List<String> ids() {
        return attributes().stream().filter(Tree::isId).map(Attr::getValue).toList();
    }

    static boolean isId(Attr attribute) {
        return ID_NAMES.contains(attribute.getLocalName() == null ? attribute.getName() : attribute.getLocalName());
    }

    static @Nullable Element parent(Element element) {
        return element.getParentNode() instanceof Element parent ? parent : null;
    }

    private static boolean isNamed(@Nullable Element element, String localName) {
        return element != null && localName.equals(element.getLocalName());
    }

    /** An element with a declaration of its namespace. */
    Element create(List<String> name) {
        Element created = document.createElementNS(name.get(1), name.get(0) + ":" + name.get(2));
        created.setAttributeNS(Names.XMLNS, "xmlns:" + name.get(0), name.get(1));
        return created;
    }

    /** Puts an element before a sibling, or last, with the declarations that it needs there. */
    static void insert(Element moved, Element parent, @Nullable Node before) {
        parent.insertBefore(moved, before);
        for (Element element : elementsIn(moved)) {
            declare(element, element.getPrefix(), element.getNamespaceURI());
            attributes(element).stream()
                    .filter(attribute -> attribute.getPrefix() != null)
                    .forEach(attribute -> declare(element, attribute.getPrefix(), attribute.getNamespaceURI()));
        }
    }

    private static void declare(Element element, @Nullable String prefix, @Nullable String namespace) {
        String declared = lookup(element, prefix == null ? "xmlns" : "xmlns:" + prefix);
        if (!declared.equals(namespace == null ? "" : namespace) && !"xml".equals(prefix)) {
            element.setAttributeNS(
                    Names.XMLNS, prefix == null ? "xmlns" : "xmlns:" + prefix, namespace == null ? "" : namespace);
        }
    }

    private static String lookup(Element from, String declaration) {
        for (Element element = from; element != null; element = parent(element)) {
            if (element.hasAttribute(declaration)) {
                return element.getAttribute(declaration);
            }
        }
        return "";
    }

    /** Whether one element is another or inside it. */
    static boolean isInside(Node inner, Node outer) {
        for (Node node = inner; node != null; node = node.getParentNode()) {
            if (node == outer) {
                return true;
            }
        }
        return false;
    }

    /** Where an element is, in words. */
    static String path(Element element) {
        Element parent = parent(element);
        String own = element.getLocalName() == null ? element.getNodeName() : element.getLocalName();
        if (parent == null) {
            return own;
        }
        List<Element> alike = children(parent).stream()
                .filter(sibling -> own.equals(sibling.getLocalName()))
                .toList();
        return path(parent) + "/" + own + (alike.size() > 1 ? "[" + (alike.indexOf(element) + 1) + "]" : "");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An element with its place in the octets that it was read from. Two elements are equal if they are the same object. */
public final class Element implements Node {
    private final String prefix;
    private final String localName;
    private final String namespace;
    private final List<Attribute> attributes;
    private final Map<String, String> declarations;
    private final Scope scope;
    private final int start;
    private final List<Node> children = new ArrayList<>();
    private @Nullable Element parent;
    private @Nullable Element origin;
    private int end;

    Element(
            String prefix,
            String localName,
            String namespace,
            List<Attribute> attributes,
            Map<String, String> declarations,
            Scope scope,
            int start) {
        this.prefix = prefix;
        this.localName = localName;
        this.namespace = namespace;
        this.attributes = List.copyOf(attributes);
        this.declarations = Collections.unmodifiableMap(new LinkedHashMap<>(declarations));
        this.scope = scope;
        this.start = start;
    }

    void add(Node child) {
        children.add(child);
        if (child instanceof Element element) {
            element.parent = this;
        }
    }

    void endAt(int position) {
        end = position;
    }

    /**
     * Returns a copy of the tree in which some elements are replaced.
     *
     * @param replacement what stands in place of an element; empty if the element stays and its children are asked for
     */
    public Element copy(Function<Element, Optional<List<Node>>> replacement) {
        var copy = new Element(prefix, localName, namespace, attributes, declarations, scope, start);
        copy.end = end;
        copy.origin = this;
        for (Node child : children) {
            if (child instanceof Element element) {
                replacement
                        .apply(element)
                        .ifPresentOrElse(nodes -> nodes.forEach(copy::add), () -> copy.add(element.copy(replacement)));
            } else {
                copy.add(child);
            }
        }
        return copy;
    }

    /** Returns the element that this one is a copy of; empty for one that stood in the octets, or in a plaintext. */
    public Optional<Element> origin() {
        return Optional.ofNullable(origin);
    }

    /** Returns the prefix as it was written; empty if there is none. */
    public String prefix() {
        return prefix;
    }

    /** Returns the name without prefix. */
    public String localName() {
        return localName;
    }

    /** Returns the namespace; empty if the element is in none. */
    public String namespace() {
        return namespace;
    }

    /** Returns the name as it was written. */
    public String qualifiedName() {
        return prefix.isEmpty() ? localName : prefix + ":" + localName;
    }

    /** Returns whether the element has this expanded name. */
    public boolean is(String itsNamespace, String itsName) {
        return localName.equals(itsName) && namespace.equals(itsNamespace);
    }

    /** Returns the attributes in the order of the document, without declarations. */
    public List<Attribute> attributes() {
        return attributes;
    }

    /** Returns the value of an attribute; empty text if there is none. */
    public String attribute(String itsNamespace, String itsName) {
        return attributes.stream()
                .filter(each -> each.is(itsNamespace, itsName))
                .findFirst()
                .map(Attribute::value)
                .orElse("");
    }

    /** Returns the value of an attribute without namespace; empty text if there is none. */
    public String attribute(String itsName) {
        return attribute("", itsName);
    }

    /** Returns what the start tag declares: namespaces by prefix. */
    public Map<String, String> declarations() {
        return declarations;
    }

    /** Returns the declarations in force inside the element. */
    public Scope scope() {
        return scope;
    }

    /** Returns the position of the first octet. */
    public int start() {
        return start;
    }

    /** Returns the position after the last octet. */
    public int end() {
        return end;
    }

    /** Returns all that stands between the tags. */
    public List<Node> children() {
        return Collections.unmodifiableList(children);
    }

    /** Returns the element around this one. */
    public Optional<Element> parent() {
        return Optional.ofNullable(parent);
    }

    /** Returns the child elements. */
    public List<Element> elements() {
        return children.stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    /** Returns the first child element of this name. */
    public Optional<Element> child(String itsNamespace, String itsName) {
        return elements().stream()
                .filter(each -> each.is(itsNamespace, itsName))
                .findFirst();
    }

    /** Returns this element and all elements inside, in the order of the document. */
    public List<Element> all() {
        var found = new ArrayList<Element>();
        visit(found::add);
        return found;
    }

    /** Returns this element and all elements inside that have this name, in the order of the document. */
    public List<Element> all(String itsNamespace, String itsName) {
        var found = new ArrayList<Element>();
        visit(each -> {
            if (each.is(itsNamespace, itsName)) {
                found.add(each);
            }
        });
        return found;
    }

    /** Returns the first of {@link #all(String, String)}. */
    public Optional<Element> first(String itsNamespace, String itsName) {
        return all(itsNamespace, itsName).stream().findFirst();
    }

    private void visit(Consumer<Element> visitor) {
        visitor.accept(this);
        for (Node child : children) {
            if (child instanceof Element element) {
                element.visit(visitor);
            }
        }
    }

    /** Returns whether this is another element, or contains it. */
    public boolean contains(Element other) {
        for (@Nullable Element at = other; at != null; at = at.parent) {
            if (at == this) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text of this element and of all inside, without white space around it. */
    public String text() {
        var text = new StringBuilder();
        appendTo(text);
        return text.toString().strip();
    }

    private void appendTo(StringBuilder text) {
        for (Node child : children) {
            if (child instanceof Text own) {
                text.append(own.characters());
            } else if (child instanceof Element element) {
                element.appendTo(text);
            }
        }
    }

    /** Returns the name and the place: what an element says may be secret. */
    @Override
    public String toString() {
        return qualifiedName() + "@" + start;
    }
}

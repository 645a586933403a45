// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * An XML element as a value. It carries every namespace that is in scope for it, so it means the same wherever it is written. Two elements are
 * equal if they are the same object. Immutable and safe for use by several threads.
 */
public final class XmlElement implements XmlNode, XmlContent {
    private static final XmlParser OWN = new XmlParser(Integer.MAX_VALUE);

    private final QName name;
    private final NamespaceScope scope;
    private final Map<QName, String> attributes;
    private final List<XmlNode> children;
    private final String location;

    /**
     * Creates an element.
     *
     * @param name with the prefix to write
     * @param scope the namespaces in scope for it
     * @param attributes in document order, without namespace declarations
     */
    public XmlElement(
            QName name, NamespaceScope scope, Map<QName, String> attributes, List<? extends XmlNode> children) {
        this(name, scope, attributes, children, "");
    }

    XmlElement(
            QName name,
            NamespaceScope scope,
            Map<QName, String> attributes,
            List<? extends XmlNode> children,
            String location) {
        this.name = name;
        this.scope = scope;
        this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        this.children = List.copyOf(children);
        this.location = location;
    }

    /**
     * Reads the element on whose start tag a stream stands, and leaves the stream on its end tag.
     *
     * @param deepest how deep elements may be nested
     * @throws XMLStreamException if the stream is malformed, has a DTD or an entity, or is too deep
     */
    public static XmlElement read(XMLStreamReader stream, int deepest) throws XMLStreamException {
        return new XmlElementReader(stream, deepest).read();
    }

    /** Returns the element that content of this side writes. */
    public static XmlElement of(XmlContent content) {
        try {
            return OWN.parse(XmlOctets.of(content));
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("Content of this side is no XML", impossible);
        }
    }

    /** Returns the name, with the prefix that the document uses. */
    public QName name() {
        return name;
    }

    /** Returns the name without prefix. */
    public String localName() {
        return name.getLocalPart();
    }

    /** Returns the namespace of the name; empty if it is in none. */
    public String namespace() {
        return name.getNamespaceURI();
    }

    /** Returns the name as the document spells it, for messages to people. */
    public String qualifiedName() {
        return name.getPrefix().isEmpty() ? localName() : name.getPrefix() + ":" + localName();
    }

    /** Returns whether the element has this expanded name. */
    public boolean is(String namespace, String localName) {
        return localName().equals(localName) && namespace().equals(namespace);
    }

    /** Returns the namespaces in scope. */
    public NamespaceScope scope() {
        return scope;
    }

    /** Returns the attributes, in document order. */
    public Map<QName, String> attributes() {
        return attributes;
    }

    /** Returns the value of an attribute without namespace; empty if there is none. */
    public String attribute(String localName) {
        return attribute("", localName);
    }

    /** Returns the value of an attribute; empty if there is none. */
    public String attribute(String namespace, String localName) {
        return attributes.getOrDefault(new QName(namespace, localName), "");
    }

    /** Returns all that stands between the tags, in document order. */
    public List<XmlNode> children() {
        return children;
    }

    /** Returns the child elements, in document order. */
    public List<XmlElement> elements() {
        var elements = new ArrayList<XmlElement>();
        for (XmlNode child : children) {
            if (child instanceof XmlElement element) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** Returns the child elements of this name, in document order. */
    public List<XmlElement> elements(String namespace, String localName) {
        return elements().stream()
                .filter(element -> element.is(namespace, localName))
                .toList();
    }

    /** Returns the first child element of this name. */
    public Optional<XmlElement> element(String namespace, String localName) {
        for (XmlNode child : children) {
            if (child instanceof XmlElement element && element.is(namespace, localName)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** Returns the text of the element and of all elements in it, as the document has it. */
    public String textContent() {
        if (children.size() == 1 && children.get(0) instanceof Text only) {
            return only.characters();
        }
        var text = new StringBuilder();
        appendTextTo(text);
        return text.toString();
    }

    private void appendTextTo(StringBuilder text) {
        for (XmlNode child : children) {
            if (child instanceof Text own) {
                text.append(own.characters());
            } else if (child instanceof XmlElement element) {
                element.appendTextTo(text);
            }
        }
    }

    /** Returns {@link #textContent()} without the white space of XML around it. */
    public String text() {
        return WhiteSpace.strip(textContent());
    }

    /** Returns whether text other than white space stands directly in the element. */
    public boolean hasText() {
        return children.stream().anyMatch(child -> child instanceof Text text && !WhiteSpace.isAll(text.characters()));
    }

    /** Returns where the document of the element is from, as the parser was told; empty if it was not. */
    public String location() {
        return location;
    }

    /** Returns the same element with other children. */
    public XmlElement withChildren(List<? extends XmlNode> others) {
        return new XmlElement(name, scope, attributes, others, location);
    }

    /** Returns the same element with an attribute set. A new one has another prefix if the element has that one for another namespace. */
    public XmlElement withAttribute(QName attribute, String value) {
        String namespace = attribute.getNamespaceURI();
        var changed = new LinkedHashMap<>(attributes);
        if (namespace.isEmpty() || attributes.containsKey(attribute)) {
            changed.put(attribute, value);
            return new XmlElement(name, scope, changed, children, location);
        }
        String prefix = attribute.getPrefix();
        while (!Set.of("", namespace).contains(scope.namespace(prefix))) {
            prefix += "1";
        }
        changed.put(new QName(namespace, attribute.getLocalPart(), prefix), value);
        return new XmlElement(name, scope.with(Map.of(prefix, namespace)), changed, children, location);
    }

    /** Returns the exclusive canonical form without comments, in UTF-8; see {@link CanonicalForm}. */
    public byte[] canonicalForm(int mostBytes) {
        return CanonicalForm.of(this, mostBytes);
    }

    /** Writes the element with a declaration of every namespace that is in scope for it. */
    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writeTo(writer, NamespaceScope.EMPTY);
    }

    private void writeTo(XMLStreamWriter writer, NamespaceScope around) throws XMLStreamException {
        writer.writeStartElement(name.getPrefix(), localName(), namespace());
        writeDeclarations(writer, around);
        for (Map.Entry<QName, String> attribute : attributes.entrySet()) {
            QName key = attribute.getKey();
            if (key.getNamespaceURI().isEmpty()) {
                writer.writeAttribute(key.getLocalPart(), attribute.getValue());
            } else {
                writer.writeAttribute(key.getPrefix(), key.getNamespaceURI(), key.getLocalPart(), attribute.getValue());
            }
        }
        for (XmlNode child : children) {
            write(child, writer);
        }
        writer.writeEndElement();
    }

    private void writeDeclarations(XMLStreamWriter writer, NamespaceScope around) throws XMLStreamException {
        for (Map.Entry<String, String> declaration :
                scope.declaredInside(around).entrySet()) {
            String prefix = declaration.getKey();
            String namespace = declaration.getValue();
            if (namespace.equals(around.namespace(prefix))) {
                continue;
            }
            if (prefix.isEmpty()) {
                writer.writeDefaultNamespace(namespace);
            } else {
                writer.writeNamespace(prefix, namespace);
            }
        }
    }

    private void write(XmlNode child, XMLStreamWriter writer) throws XMLStreamException {
        if (child instanceof XmlElement element) {
            element.writeTo(writer, scope);
        } else if (child instanceof Text text) {
            writer.writeCharacters(text.characters());
        } else if (child instanceof Comment comment) {
            writer.writeComment(comment.characters());
        } else if (child instanceof Instruction instruction) {
            writer.writeProcessingInstruction(instruction.target(), instruction.data());
        }
    }

    /** Returns the name alone: what an element says may be secret. */
    @Override
    public String toString() {
        return qualifiedName();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Builds one element from a stream, without recursion. For one thread. */
final class XmlElementReader {
    /** Length of the longest name, as the JDK's parser has it; the names of WCF have less than a hundred characters. */
    static final int LONGEST_NAME = 1_000;

    /** How many different names a document may have, prefixes included. A WSDL with all its schemas has some hundreds. */
    static final int MOST_NAMES = 5_000;

    private final XMLStreamReader stream;
    private final int deepest;
    private final Set<String> names = new HashSet<>();
    private final String location;
    private final Deque<Open> open = new ArrayDeque<>();

    XmlElementReader(XMLStreamReader stream, int deepest) {
        this.stream = stream;
        this.deepest = deepest;
        this.location = Optional.ofNullable(stream.getLocation())
                .map(Location::getSystemId)
                .orElse("");
    }

    /** An element whose end tag has not come yet. */
    private record Open(QName name, NamespaceScope scope, Map<QName, String> attributes, List<XmlNode> children) {
        XmlElement close(String location) {
            return new XmlElement(name, scope, attributes, children, location);
        }
    }

    /**
     * Reads the element on whose start tag the stream stands, and leaves the stream on its end tag.
     *
     * @throws XMLStreamException if the stream is malformed, has a DTD or an entity, or is too deep
     */
    XmlElement read() throws XMLStreamException {
        start();
        while (true) {
            XmlElement root = accept(stream.next());
            if (root != null) {
                return root;
            }
        }
    }

    private @Nullable XmlElement accept(int event) throws XMLStreamException {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> start();
            case XMLStreamConstants.END_ELEMENT -> {
                return end();
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                text(stream.getText());
            case XMLStreamConstants.COMMENT -> add(new XmlNode.Comment(stream.getText()));
            case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                add(new XmlNode.Instruction(stream.getPITarget(), Objects.requireNonNullElse(stream.getPIData(), "")));
            default -> throw new XMLStreamException("an entity is not accepted", stream.getLocation());
        }
        return null;
    }

    private void start() throws XMLStreamException {
        if (open.size() >= deepest) {
            throw new XMLStreamException("elements are nested deeper than " + deepest, stream.getLocation());
        }
        requireShortNames();
        requireFewNames();
        open.push(new Open(stream.getName(), scope(), attributes(), new ArrayList<>()));
    }

    /** The parser keeps the names of a document in a table that an attacker can make slow. */
    private void requireFewNames() throws XMLStreamException {
        names.add(stream.getLocalName());
        for (int i = 0; i < stream.getAttributeCount(); i++) {
            names.add(stream.getAttributeLocalName(i));
        }
        for (int i = 0; i < stream.getNamespaceCount(); i++) {
            names.add(Objects.requireNonNullElse(stream.getNamespacePrefix(i), ""));
        }
        if (names.size() > MOST_NAMES) {
            throw new XMLStreamException(
                    "there are more than " + MOST_NAMES + " different names", stream.getLocation());
        }
    }

    private void requireShortNames() throws XMLStreamException {
        boolean isLong = stream.getLocalName().length() > LONGEST_NAME;
        for (int i = 0; i < stream.getAttributeCount(); i++) {
            isLong |= stream.getAttributeLocalName(i).length() > LONGEST_NAME;
        }
        for (int i = 0; i < stream.getNamespaceCount(); i++) {
            isLong |=
                    Objects.requireNonNullElse(stream.getNamespacePrefix(i), "").length() > LONGEST_NAME;
        }
        if (isLong) {
            throw new XMLStreamException("a name is longer than " + LONGEST_NAME, stream.getLocation());
        }
    }

    private @Nullable XmlElement end() {
        XmlElement closed = open.pop().close(location);
        if (open.isEmpty()) {
            return closed;
        }
        add(closed);
        return null;
    }

    private void add(XmlNode node) {
        open.element().children.add(node);
    }

    /** Adds text; a parser may give one text in pieces. */
    private void text(String characters) {
        List<XmlNode> children = open.element().children;
        int last = children.size() - 1;
        if (last >= 0 && children.get(last) instanceof XmlNode.Text before) {
            children.set(last, new XmlNode.Text(before.characters() + characters));
        } else if (!characters.isEmpty()) {
            children.add(new XmlNode.Text(characters));
        }
    }

    private NamespaceScope scope() {
        NamespaceScope outer = open.isEmpty() ? NamespaceScope.EMPTY.with(usedByRoot()) : open.element().scope;
        var declarations = new LinkedHashMap<String, String>();
        for (int i = 0; i < stream.getNamespaceCount(); i++) {
            declarations.put(
                    Objects.requireNonNullElse(stream.getNamespacePrefix(i), ""),
                    Objects.requireNonNullElse(stream.getNamespaceURI(i), ""));
        }
        return outer.with(declarations);
    }

    /** The root may stand inside another document: the prefixes that its own names use are in scope in any case. */
    private Map<String, String> usedByRoot() {
        var used = new LinkedHashMap<String, String>();
        declare(used, stream.getName());
        for (int i = 0; i < stream.getAttributeCount(); i++) {
            declare(used, stream.getAttributeName(i));
        }
        return used;
    }

    private static void declare(Map<String, String> scope, QName name) {
        boolean declarable =
                !name.getPrefix().isEmpty() || !name.getNamespaceURI().isEmpty();
        if (declarable && !name.getPrefix().equals("xml")) {
            scope.put(name.getPrefix(), name.getNamespaceURI());
        }
    }

    private Map<QName, String> attributes() {
        var attributes = new LinkedHashMap<QName, String>();
        for (int i = 0; i < stream.getAttributeCount(); i++) {
            attributes.put(stream.getAttributeName(i), stream.getAttributeValue(i));
        }
        return attributes;
    }
}

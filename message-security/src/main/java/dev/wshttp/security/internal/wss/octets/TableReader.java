// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.wss.octets.TableWalk.Step;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads a document from its table as a stream, in which it stands before the start tag of the root element at first. For one thread. */
final class TableReader implements XMLStreamReader {
    private final TableWalk walk;
    private final TableNamespaces namespaces = new TableNamespaces();
    private int event = START_DOCUMENT;
    private TokenTable table;
    private int row;
    private char @Nullable [] characters;

    /** @param changes what became of rows of the table */
    TableReader(TableElement root, HeaderChanges changes) {
        this.walk = new TableWalk(root, changes);
        this.table = root.table();
        this.row = root.row();
    }

    @Override
    public int next() {
        if (event == END_DOCUMENT) {
            throw new NoSuchElementException("The document has ended");
        }
        Step step = walk.next();
        table = walk.table();
        row = walk.row();
        characters = null;
        event = switch (step) {
            case START -> START_ELEMENT;
            case TEXT -> CHARACTERS;
            case END -> END_ELEMENT;
            case DONE -> END_DOCUMENT;
        };
        return event;
    }

    @Override
    public boolean hasNext() {
        return event != END_DOCUMENT;
    }

    @Override
    public int nextTag() throws XMLStreamException {
        do {
            next();
        } while (event == CHARACTERS && table.isWhiteSpace(row));
        if (event != START_ELEMENT && event != END_ELEMENT) {
            throw new XMLStreamException("A tag was expected in the message, and there is text or its end");
        }
        return event;
    }

    @Override
    public String getElementText() throws XMLStreamException {
        require(event == START_ELEMENT);
        var text = new StringBuilder();
        while (next() == CHARACTERS) {
            text.append(getText());
        }
        if (event != END_ELEMENT) {
            throw new XMLStreamException(
                    "Text was expected in an element of the message, and there is another element");
        }
        return text.toString();
    }

    @Override
    public void require(int type, @Nullable String namespace, @Nullable String localName) throws XMLStreamException {
        boolean asRequired = event == type
                && (namespace == null || namespace.equals(getNamespaceURI()))
                && (localName == null || localName.equals(getLocalName()));
        if (!asRequired) {
            throw new XMLStreamException("Event " + type + " was required in the message, and this is event " + event);
        }
    }

    private void require(boolean fitting) {
        if (!fitting) {
            throw new IllegalStateException("This is event " + event + ", which has no such property");
        }
    }

    private void requireTag() {
        require(event == START_ELEMENT || event == END_ELEMENT);
    }

    @Override
    public int getEventType() {
        return event;
    }

    @Override
    public boolean isStartElement() {
        return event == START_ELEMENT;
    }

    @Override
    public boolean isEndElement() {
        return event == END_ELEMENT;
    }

    @Override
    public boolean isCharacters() {
        return event == CHARACTERS;
    }

    @Override
    public boolean isWhiteSpace() {
        return event == CHARACTERS && table.isWhiteSpace(row);
    }

    // The element.

    @Override
    public boolean hasName() {
        return event == START_ELEMENT || event == END_ELEMENT;
    }

    @Override
    public QName getName() {
        return new QName(getNamespaceURI(), getLocalName(), getPrefix());
    }

    @Override
    public String getLocalName() {
        requireTag();
        return table.localName(row);
    }

    @Override
    public String getNamespaceURI() {
        requireTag();
        return table.namespace(row);
    }

    @Override
    public String getPrefix() {
        requireTag();
        return table.prefix(row);
    }

    @Override
    public int getAttributeCount() {
        require(event == START_ELEMENT);
        return table.endOfAttributes(row) - table.firstAttribute(row);
    }

    @Override
    public QName getAttributeName(int index) {
        return new QName(getAttributeNamespace(index), getAttributeLocalName(index), getAttributePrefix(index));
    }

    @Override
    public String getAttributeNamespace(int index) {
        return table.attributes().namespace(table.firstAttribute(row) + index);
    }

    @Override
    public String getAttributeLocalName(int index) {
        return table.attributes().name(table.firstAttribute(row) + index);
    }

    @Override
    public String getAttributePrefix(int index) {
        return table.attributes().prefix(table.firstAttribute(row) + index);
    }

    @Override
    public String getAttributeType(int index) {
        return "CDATA";
    }

    @Override
    public String getAttributeValue(int index) {
        return table.attributes().value(table.firstAttribute(row) + index);
    }

    @Override
    public @Nullable String getAttributeValue(@Nullable String namespace, String localName) {
        for (int i = 0; i < getAttributeCount(); i++) {
            if (getAttributeLocalName(i).equals(localName)
                    && (namespace == null || namespace.equals(getAttributeNamespace(i)))) {
                return getAttributeValue(i);
            }
        }
        return null;
    }

    @Override
    public boolean isAttributeSpecified(int index) {
        return true;
    }

    @Override
    public int getNamespaceCount() {
        requireTag();
        return table.endOfDeclarations(row) - table.firstDeclaration(row);
    }

    @Override
    public @Nullable String getNamespacePrefix(int index) {
        String prefix = table.declaredPrefix(table.firstDeclaration(row) + index);
        return prefix.isEmpty() ? null : prefix;
    }

    @Override
    public String getNamespaceURI(int index) {
        return table.declaredNamespace(table.firstDeclaration(row) + index);
    }

    @Override
    public @Nullable String getNamespaceURI(String prefix) {
        return namespaces.getNamespaceURI(prefix);
    }

    @Override
    public NamespaceContext getNamespaceContext() {
        return namespaces;
    }

    // The text.

    @Override
    public boolean hasText() {
        return event == CHARACTERS;
    }

    @Override
    public String getText() {
        require(event == CHARACTERS);
        return table.text(row);
    }

    @Override
    public char[] getTextCharacters() {
        if (characters == null) {
            characters = getText().toCharArray();
        }
        return characters;
    }

    @Override
    public int getTextCharacters(int sourceStart, char[] target, int targetStart, int length) {
        char[] source = getTextCharacters();
        int copied = Math.min(length, source.length - sourceStart);
        System.arraycopy(source, sourceStart, target, targetStart, copied);
        return copied;
    }

    @Override
    public int getTextStart() {
        require(event == CHARACTERS);
        return 0;
    }

    @Override
    public int getTextLength() {
        return getTextCharacters().length;
    }

    // The document.

    @Override
    public String getEncoding() {
        return "UTF-8";
    }

    @Override
    public @Nullable String getCharacterEncodingScheme() {
        return null;
    }

    @Override
    public String getVersion() {
        return "1.0";
    }

    @Override
    public boolean isStandalone() {
        return false;
    }

    @Override
    public boolean standaloneSet() {
        return false;
    }

    @Override
    public @Nullable String getPITarget() {
        return null;
    }

    @Override
    public @Nullable String getPIData() {
        return null;
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return null;
    }

    @Override
    public Location getLocation() {
        return Nowhere.INSTANCE;
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    /** The namespaces in scope where the reader stands. */
    private final class TableNamespaces implements NamespaceContext {
        @Override
        public @Nullable String getNamespaceURI(String prefix) {
            @Nullable String namespace = table.namespaceInScope(element(), prefix);
            return namespace != null || !prefix.equals(XMLConstants.XMLNS_ATTRIBUTE)
                    ? namespace
                    : XMLConstants.XMLNS_ATTRIBUTE_NS_URI;
        }

        @Override
        public @Nullable String getPrefix(String namespace) {
            Iterator<String> prefixes = getPrefixes(namespace);
            return prefixes.hasNext() ? prefixes.next() : null;
        }

        @Override
        public Iterator<String> getPrefixes(String namespace) {
            Scope scope = table.scopeInside(element());
            String[] prefixes = new String[scope.size()];
            int found = 0;
            for (int i = scope.size() - 1; i >= 0; i--) {
                // A prefix that is declared again inside means something else.
                boolean hidden = !namespace.equals(scope.namespace(scope.prefix(i)));
                if (!hidden && scope.namespace(i).equals(namespace)) {
                    prefixes[found++] = scope.prefix(i);
                }
            }
            return Arrays.asList(prefixes).subList(0, found).iterator();
        }

        private int element() {
            return event == CHARACTERS ? table.parent(row) : row;
        }
    }

    /** Octets that were decrypted stand at no place of the message. */
    private enum Nowhere implements Location {
        INSTANCE;

        @Override
        public int getLineNumber() {
            return -1;
        }

        @Override
        public int getColumnNumber() {
            return -1;
        }

        @Override
        public int getCharacterOffset() {
            return -1;
        }

        @Override
        public @Nullable String getPublicId() {
            return null;
        }

        @Override
        public @Nullable String getSystemId() {
            return null;
        }
    }
}

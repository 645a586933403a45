// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.util.xml.XMLStreamWriterFilter;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlOctets;
import dev.wshttp.security.internal.xml.XmlParser;
import java.io.ByteArrayOutputStream;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Collects a document while this side writes it. When its last element ends, changes the document and passes it on. For one thread. */
final class WholeDocument extends XMLStreamWriterFilter {
    private static final XmlParser PARSER = new XmlParser(1_000);

    private final XMLStreamWriter out;
    private final ByteArrayOutputStream collected;
    private final UnaryOperator<XmlElement> change;
    private int depth;

    private WholeDocument(XMLStreamWriter out, ByteArrayOutputStream collected, UnaryOperator<XmlElement> change)
            throws XMLStreamException {
        super(XmlOctets.writer(collected));
        this.out = out;
        this.collected = collected;
        this.change = change;
    }

    /** Returns a writer that changes the document before it reaches another writer. */
    static WholeDocument before(XMLStreamWriter out, UnaryOperator<XmlElement> change) throws XMLStreamException {
        return new WholeDocument(out, new ByteArrayOutputStream(), change);
    }

    @Override
    public void writeStartElement(String localName) throws XMLStreamException {
        depth++;
        super.writeStartElement(localName);
    }

    @Override
    public void writeStartElement(String namespace, String localName) throws XMLStreamException {
        depth++;
        super.writeStartElement(namespace, localName);
    }

    @Override
    public void writeStartElement(String prefix, String localName, String namespace) throws XMLStreamException {
        depth++;
        super.writeStartElement(prefix, localName, namespace);
    }

    @Override
    public void writeEndElement() throws XMLStreamException {
        super.writeEndElement();
        depth--;
        if (depth == 0) {
            super.flush();
            change.apply(PARSER.parse(collected.toByteArray())).writeTo(out);
            out.flush();
        }
    }
}

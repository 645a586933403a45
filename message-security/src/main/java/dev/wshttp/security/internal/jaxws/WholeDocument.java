// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.streaming.DOMStreamReader;
import com.sun.xml.ws.util.xml.XMLStreamWriterFilter;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.dom.DOMResult;
import org.jvnet.staxex.util.XMLStreamReaderToXMLStreamWriter;
import org.w3c.dom.Document;

/** Collects a document that is being written, has it changed when its last element ends, and writes it on. For one thread. */
final class WholeDocument extends XMLStreamWriterFilter {
    private final XMLStreamWriter out;
    private final Document document;
    private final Consumer<Document> change;
    private int depth;

    WholeDocument(XMLStreamWriter out, Consumer<Document> change) throws XMLStreamException {
        this(out, newDocument(), change);
    }

    private WholeDocument(XMLStreamWriter out, Document document, Consumer<Document> change) throws XMLStreamException {
        super(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(new DOMResult(document)));
        this.out = out;
        this.document = document;
        this.change = change;
    }

    private static Document newDocument() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .newDocument();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("The JDK's own parser has no special wishes here", impossible);
        }
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
            change.accept(document);
            new XMLStreamReaderToXMLStreamWriter().bridge(new DOMStreamReader(document.getDocumentElement()), out);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses documents of peers into elements: no DTD, no entities but the five of XML, bounded depth. Safe for use by several threads. */
public final class XmlParser {
    private final XMLInputFactory readers = hardenedFactory();
    private final int deepest;

    /** @param deepest how deep elements may be nested */
    public XmlParser(int deepest) {
        this.deepest = deepest;
    }

    /**
     * Parses one document; its encoding is that of its XML declaration or of its first octets.
     *
     * @throws XMLStreamException if it is malformed, has a DTD or an entity, or is too deep
     */
    public XmlElement parse(byte[] octets) throws XMLStreamException {
        XMLStreamReader stream = readers.createXMLStreamReader(new ByteArrayInputStream(octets));
        try {
            while (stream.next() != XMLStreamConstants.START_ELEMENT) {
                requireNoDtd(stream);
            }
            XmlElement root = XmlElement.read(stream, deepest);
            while (stream.hasNext()) {
                stream.next();
            }
            return root;
        } finally {
            stream.close();
        }
    }

    private static void requireNoDtd(XMLStreamReader stream) throws XMLStreamException {
        if (stream.getEventType() == XMLStreamConstants.DTD) {
            throw new XMLStreamException("A DTD is not accepted here", stream.getLocation());
        }
    }

    private static XMLInputFactory hardenedFactory() {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // Text would otherwise be parsed, and refused, when it is asked for.
        factory.setProperty(WstxInputProperties.P_LAZY_PARSING, false);
        return factory;
    }
}

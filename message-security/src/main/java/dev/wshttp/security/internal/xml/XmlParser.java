// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Parses documents of peers into elements: without a DTD or entities other than the five of XML, and with a bounded depth, length of names and
 * number of attributes. All else is bounded by the size of the document, which the caller limits. Safe for use by several threads.
 */
public final class XmlParser {
    /** Attributes on one element, namespace declarations included. */
    static final int MOST_ATTRIBUTES = 1_000;

    // WstxException and XMLStreamException each say the place in their own way.
    private static final Pattern PLACE = Pattern.compile(
            "^ParseError at \\[row,col]:\\[\\d+,\\d+]\\s*Message: |\\s+at \\[row,col.*", Pattern.DOTALL);

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
        return parse(octets, "");
    }

    /**
     * Parses one document as {@link #parse(byte[])} does.
     *
     * @param location where the document is from; nothing is read from there
     */
    public XmlElement parse(byte[] octets, String location) throws XMLStreamException {
        XMLStreamReader stream = readers.createXMLStreamReader(location, new ByteArrayInputStream(octets));
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

    /** Returns what is wrong with a document and where, on one line, for messages to people. */
    public static String reason(XMLStreamException malformed) {
        String what = PLACE.matcher(String.valueOf(malformed.getMessage()))
                .replaceAll("")
                .replaceAll("\\s+", " ");
        Location place = malformed.getLocation();
        return place == null
                ? what
                : "line " + place.getLineNumber() + ", column " + place.getColumnNumber() + ": " + what;
    }

    /**
     * Returns a reader of one document for a caller that needs its lines. The caller refuses a DTD and bounds the depth.
     *
     * @throws XMLStreamException if the beginning is malformed
     */
    public static XMLStreamReader reader(byte[] octets) throws XMLStreamException {
        return hardenedFactory().createXMLStreamReader(new ByteArrayInputStream(octets));
    }

    private static void requireNoDtd(XMLStreamReader stream) throws XMLStreamException {
        if (stream.getEventType() == XMLStreamConstants.DTD) {
            throw new XMLStreamException("a document type (DOCTYPE) is not accepted", stream.getLocation());
        }
    }

    private static XMLInputFactory hardenedFactory() {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, Integer.MAX_VALUE);
        // The reader of elements counts the levels.
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, Integer.MAX_VALUE);
        // Text would otherwise be parsed, and refused, when it is asked for.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        return factory;
    }
}

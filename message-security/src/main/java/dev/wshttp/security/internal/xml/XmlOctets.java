// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.stax2.XMLOutputFactory2;

/** Writes content of this side as octets in UTF-8, without an XML declaration. Carriage returns survive, unlike with the JDK's writer. */
public final class XmlOctets {
    private static final XMLOutputFactory WRITERS = newWriters();

    private XmlOctets() {}

    /** Returns what the content writes: any number of elements, and text. */
    public static byte[] of(XmlContent content) {
        var octets = new ByteArrayOutputStream(1_024);
        write(content, octets);
        return octets.toByteArray();
    }

    /** Writes what the content writes. */
    public static void write(XmlContent content, OutputStream to) {
        try {
            XMLStreamWriter writer = writer(to);
            content.writeTo(writer);
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("Content of this side cannot be written", impossible);
        }
    }

    /** Returns a writer that writes in the same way. */
    public static XMLStreamWriter writer(OutputStream to) throws XMLStreamException {
        return WRITERS.createXMLStreamWriter(to, "UTF-8");
    }

    private static XMLOutputFactory newWriters() {
        XMLOutputFactory writers = new WstxOutputFactory();
        writers.setProperty(XMLOutputFactory2.P_AUTOMATIC_EMPTY_ELEMENTS, false);
        // The content of a body may be empty, a text, or more than one element.
        writers.setProperty(WstxOutputProperties.P_OUTPUT_VALIDATE_STRUCTURE, false);
        writers.setProperty(WstxOutputProperties.P_AUTOMATIC_END_ELEMENTS, false);
        return writers;
    }
}

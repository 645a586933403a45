// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.stax2.XMLOutputFactory2;

/** Writes content of this side as octets in UTF-8, without an XML declaration. Carriage returns survive, unlike with the JDK's writer. */
public final class XmlOctets {
    private static final XMLOutputFactory WRITERS = newWriters();
    private static final String AROUND = "x";

    private XmlOctets() {}

    /** Returns what the content writes: any number of elements, and text. */
    public static byte[] of(XmlContent content) {
        var octets = new Octets();
        try {
            // A writer wants one element around all.
            XMLStreamWriter writer = writer(octets);
            writer.writeStartElement(AROUND);
            content.writeTo(writer);
            writer.writeEndElement();
            writer.close();
            return octets.inside();
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
        return writers;
    }

    /** Octets between a start tag and an end tag. */
    private static final class Octets extends ByteArrayOutputStream {
        private static final int START_TAG = "<x>".length();
        private static final int END_TAG = "</x>".length();

        Octets() {
            super(1_024);
        }

        byte[] inside() {
            return Arrays.copyOfRange(buf, START_TAG, count - END_TAG);
        }
    }
}

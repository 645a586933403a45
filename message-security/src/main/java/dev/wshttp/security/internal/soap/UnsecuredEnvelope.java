// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import dev.wshttp.security.internal.xml.XmlOctets;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes envelopes without security as WCF does: legs of a negotiation, and faults that answer refused messages. */
public final class UnsecuredEnvelope {
    private UnsecuredEnvelope() {}

    /** Returns the whole message in UTF-8. */
    public static byte[] write(OutgoingMessage message) {
        return XmlOctets.of(writer -> write(writer, message));
    }

    private static void write(XMLStreamWriter writer, OutgoingMessage message) throws XMLStreamException {
        writer.writeStartElement("s", "Envelope", Namespaces.SOAP);
        writer.writeNamespace("s", Namespaces.SOAP);
        writer.writeNamespace("a", Namespaces.ADDRESSING);
        writer.writeStartElement("s", "Header", Namespaces.SOAP);
        writeAddressing(writer, message.addressing());
        writer.writeEndElement();
        writer.writeStartElement("s", "Body", Namespaces.SOAP);
        message.body().writeTo(writer);
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private static void writeAddressing(XMLStreamWriter writer, Addressing addressing) throws XMLStreamException {
        writeMustUnderstand(writer, "Action", addressing.action());
        write(writer, "MessageID", addressing.messageId());
        write(writer, "RelatesTo", addressing.relatesTo());
        if (addressing.replyTo() != null) {
            writer.writeStartElement("a", "ReplyTo", Namespaces.ADDRESSING);
            write(writer, "Address", addressing.replyTo());
            writer.writeEndElement();
        }
        writeMustUnderstand(writer, "To", addressing.to());
    }

    private static void writeMustUnderstand(XMLStreamWriter writer, String name, @Nullable String text)
            throws XMLStreamException {
        if (text != null) {
            writer.writeStartElement("a", name, Namespaces.ADDRESSING);
            writer.writeAttribute("s", Namespaces.SOAP, "mustUnderstand", "1");
            writer.writeCharacters(text);
            writer.writeEndElement();
        }
    }

    private static void write(XMLStreamWriter writer, String name, @Nullable String text) throws XMLStreamException {
        if (text != null) {
            writer.writeStartElement("a", name, Namespaces.ADDRESSING);
            writer.writeCharacters(text);
            writer.writeEndElement();
        }
    }
}

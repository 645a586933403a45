// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import dev.wshttp.security.internal.xml.XmlContent;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A SOAP 1.2 fault of this side, in WCF's form.
 *
 * @param code {@code Sender} or {@code Receiver}
 * @param subcodes from the outermost to the innermost
 * @param reason the specification's sentence; nothing of the cause
 */
public record SoapFault(String code, List<Subcode> subcodes, String reason) implements XmlContent {
    public SoapFault {
        subcodes = List.copyOf(subcodes);
    }

    /** A fault that blames the sender. */
    public static SoapFault sender(String namespace, String localName, String reason) {
        return new SoapFault("Sender", List.of(new Subcode(namespace, localName)), reason);
    }

    /** The whole envelope of the fault without any security, in UTF-8, for a message that was refused. */
    public byte[] unsecured(@Nullable String relatesTo) {
        return UnsecuredEnvelope.write(
                new OutgoingMessage(Addressing.reply(Namespaces.FAULT_ACTION, relatesTo), List.of(), this::writeFault));
    }

    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("s", "Fault", Namespaces.SOAP);
        writer.writeNamespace("s", Namespaces.SOAP);
        writeContent(writer);
    }

    private void writeFault(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("s", "Fault", Namespaces.SOAP);
        writeContent(writer);
    }

    private void writeContent(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("s", "Code", Namespaces.SOAP);
        writeText(writer, "s", Namespaces.SOAP, "Value", "s:" + code);
        for (Subcode subcode : subcodes) {
            writer.writeStartElement("s", "Subcode", Namespaces.SOAP);
            writer.writeStartElement("s", "Value", Namespaces.SOAP);
            writer.writeNamespace("a", subcode.namespace());
            writer.writeCharacters("a:" + subcode.localName());
            writer.writeEndElement();
        }
        for (int i = 0; i <= subcodes.size(); i++) {
            writer.writeEndElement();
        }
        writer.writeStartElement("s", "Reason", Namespaces.SOAP);
        writer.writeStartElement("s", "Text", Namespaces.SOAP);
        writer.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "lang", "en-US");
        writer.writeCharacters(reason);
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private static void writeText(XMLStreamWriter writer, String prefix, String namespace, String name, String text)
            throws XMLStreamException {
        writer.writeStartElement(prefix, name, namespace);
        writer.writeCharacters(text);
        writer.writeEndElement();
    }

    /** A qualified fault code. */
    public record Subcode(String namespace, String localName) {}
}

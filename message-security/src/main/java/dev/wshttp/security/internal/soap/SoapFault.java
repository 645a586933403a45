// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A SOAP 1.2 fault (SOAP 1.2, part 1, section 5.4): one of this side, which is written in WCF's form, or one that a peer sent. What a peer
 * writes into an unsecured fault is a claim.
 *
 * @param code {@code Sender} or {@code Receiver}; empty if a peer sent none
 * @param subcodes from the outermost to the innermost
 * @param reason the fixed sentence of the specification; this side does not write the cause into it
 */
public record SoapFault(String code, List<Subcode> subcodes, String reason) implements XmlContent {
    public SoapFault {
        subcodes = List.copyOf(subcodes);
    }

    /** Returns a fault that blames the sender. */
    public static SoapFault sender(String namespace, String localName, String reason) {
        return new SoapFault("Sender", List.of(new Subcode(namespace, localName)), reason);
    }

    /** Reads the fault that a peer sent; empty if the element is no fault. */
    public static Optional<SoapFault> read(XmlElement element) {
        if (!element.is(Namespaces.SOAP, "Fault")) {
            return Optional.empty();
        }
        Optional<XmlElement> code = element.element(Namespaces.SOAP, "Code");
        return Optional.of(new SoapFault(
                code.flatMap(SoapFault::value).map(Subcode::localName).orElse(""),
                code.flatMap(SoapFault::inner).map(SoapFault::codes).orElse(List.of()),
                element.element(Namespaces.SOAP, "Reason").map(XmlElement::text).orElse("")));
    }

    /** Returns the codes of a {@code Code} or {@code Subcode} that a peer sent, from the outermost to the innermost. */
    public static List<Subcode> codes(XmlElement outermost) {
        var codes = new ArrayList<Subcode>();
        for (Optional<XmlElement> level = Optional.of(outermost); level.isPresent(); level = inner(level.get())) {
            value(level.get()).ifPresent(codes::add);
        }
        return codes;
    }

    private static Optional<XmlElement> inner(XmlElement code) {
        return code.element(Namespaces.SOAP, "Subcode");
    }

    private static Optional<Subcode> value(XmlElement code) {
        return code.element(Namespaces.SOAP, "Value").map(value -> {
            String name = value.text();
            int colon = name.lastIndexOf(':');
            String prefix = colon < 0 ? "" : name.substring(0, colon);
            return new Subcode(value.scope().namespace(prefix), name.substring(colon + 1));
        });
    }

    /**
     * Returns whether the fault has this code and exactly one subcode, with this name.
     *
     * @param subcode its local name; a fault in clear is a claim in any namespace
     */
    public boolean is(String code, String subcode) {
        return this.code.equals(code)
                && subcodes.size() == 1
                && subcodes.get(0).localName().equals(subcode);
    }

    /** Returns the whole envelope of the fault without security, in UTF-8, as the answer to a refused message. */
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

    /** Returns codes and reason on one line, for the log: {@code Sender, InvalidSecurity: An error occurred ...}. */
    @Override
    public String toString() {
        var codes = new StringJoiner(", ");
        codes.add(code);
        subcodes.forEach(subcode -> codes.add(subcode.localName()));
        return UntrustedText.oneLine(codes.toString()) + ": " + UntrustedText.oneLine(reason);
    }

    /**
     * A qualified fault code.
     *
     * @param namespace empty if the prefix that a peer wrote is not declared
     */
    public record Subcode(String namespace, String localName) {}
}

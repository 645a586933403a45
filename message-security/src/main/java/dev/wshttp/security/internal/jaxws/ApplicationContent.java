// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.message.jaxb.JAXBMessage;
import com.sun.xml.ws.message.source.PayloadSourceMessage;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What an application says in a message of the RI, for an engine to write.
 *
 * @param headers its header blocks but those of addressing, which can be written again
 * @param body the content of the body
 */
record ApplicationContent(List<XmlContent> headers, XmlContent body) {
    static ApplicationContent of(Message message) {
        return isStream(message) ? ofStream(message) : ofEnvelope(message);
    }

    /** Returns whether the RI writes the body from an object or a source, complete in itself. */
    private static boolean isStream(Message message) {
        return message instanceof JAXBMessage || message instanceof PayloadSourceMessage;
    }

    private static ApplicationContent ofStream(Message message) {
        var headers = new ArrayList<XmlContent>();
        for (Iterator<Header> all = message.getHeaders().getHeaders(); all.hasNext(); ) {
            Header header = all.next();
            if (!Namespaces.ADDRESSING.equals(header.getNamespaceURI())) {
                headers.add(XmlElement.of(writer -> header.writeTo(new CheckedWriter(writer))));
            }
        }
        return new ApplicationContent(headers, writer -> message.writePayloadTo(new CheckedWriter(writer)));
    }

    /** The application may have made the whole envelope, with prefixes that only the envelope declares. */
    private static ApplicationContent ofEnvelope(Message message) {
        XmlElement envelope = XmlElement.of(writer -> message.writeTo(new CheckedWriter(writer)));
        List<XmlElement> headers = elements(envelope, "Header").stream()
                .filter(header -> !header.namespace().equals(Namespaces.ADDRESSING))
                .toList();
        List<XmlElement> body = elements(envelope, "Body");
        return new ApplicationContent(List.copyOf(headers), writer -> writeAll(body, writer));
    }

    private static List<XmlElement> elements(XmlElement envelope, String part) {
        return envelope.element(Namespaces.SOAP, part).map(XmlElement::elements).orElse(List.of());
    }

    private static void writeAll(List<XmlElement> elements, XMLStreamWriter writer) throws XMLStreamException {
        for (XmlElement element : elements) {
            element.writeTo(writer);
        }
    }
}

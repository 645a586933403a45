// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.addressing.AddressingVersion;
import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.api.message.Headers;
import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.MessageHeaders;
import com.sun.xml.ws.encoding.StreamSOAPCodec;
import com.sun.xml.ws.message.AttachmentSetImpl;
import com.sun.xml.ws.message.stream.StreamMessage;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlOctets;
import dev.wshttp.security.internal.xml.XmlParser;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Translates messages in clear between the RI's form and ours. */
final class PlainMessages {
    private PlainMessages() {}

    /** Returns the RI's message with our addressing headers instead of the RI's; the headers of the application stay. */
    static OutgoingMessage outgoing(Message message, Addressing addressing) {
        if (!message.getAttachments().isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The message has attachments, which the binding does not secure (expected none). Switch MTOM off and send the"
                            + " content in the body.");
        }
        ApplicationContent content = ApplicationContent.of(message);
        return new OutgoingMessage(addressing, content.headers(), content.body());
    }

    /**
     * Returns a reply with the action that the contract names; without a contract it is WCF's default.
     *
     * @param asked the addressing of the request
     */
    static OutgoingMessage reply(Message message, Addressing asked) {
        @Nullable String named = addressingHeader(message, AddressingVersion.W3C.actionTag);
        String action = named == null || named.equals(AddressingVersion.UNSET_OUTPUT_ACTION)
                ? asked.action() + "Response"
                : named;
        return outgoing(message, Addressing.reply(action, asked.messageId()));
    }

    /** Returns the value of an addressing header that the RI put into a message, or null. */
    static @Nullable String addressingHeader(Message message, QName name) {
        Header header = message.getHeaders().get(name, false);
        return header == null ? null : text(header);
    }

    /** Does what {@link Header#getStringContent()} does, which fills a buffer of tokens to read a text that the header has. */
    private static String text(Header header) {
        var text = new StringBuilder();
        var reader = new DefaultHandler() {
            @Override
            public void characters(char[] characters, int start, int length) {
                text.append(characters, start, length);
            }
        };
        try {
            header.writeTo(reader, reader);
        } catch (SAXException impossible) {
            throw new IllegalStateException("A header of addressing cannot be written", impossible);
        }
        return text.toString();
    }

    /**
     * Returns the verified message in the RI's form. It adds addressing headers that the RI needs and a WCF peer may leave out, with the
     * value that they would have.
     */
    static Message incoming(VerifiedMessage verified, Addressing expected) {
        Message message = withStandardCodes(read(verified.envelope().reader()), verified.envelope());
        Addressing found = verified.addressing();
        MessageHeaders headers = message.getHeaders();
        // The RI has an addressing tube only where there is a WSDL. Without one, it would refuse these headers as not
        // understood.
        headers.understood(AddressingVersion.W3C.actionTag);
        headers.understood(AddressingVersion.W3C.toTag);
        fill(headers, AddressingVersion.W3C.actionTag, found.action(), expected.action());
        fill(headers, AddressingVersion.W3C.messageIDTag, found.messageId(), expected.messageId());
        fill(headers, AddressingVersion.W3C.relatesToTag, found.relatesTo(), expected.relatesTo());
        return message;
    }

    /** Does what {@code Messages.create} does, which looks for codecs on the class path at each message. */
    private static Message read(XMLStreamReader envelope) {
        return StreamSOAPCodec.decode(SOAPVersion.SOAP_12, envelope, new AttachmentSetImpl());
    }

    private static Message withStandardCodes(Message message, VerifiedEnvelope envelope) {
        Optional<XmlElement> fault = message.isFault() ? envelope.content() : Optional.empty();
        return fault.map(found -> withPayload(message, FaultCodes.standard(found)))
                .orElse(message);
    }

    private static Message withPayload(Message message, XmlElement payload) {
        try {
            XMLStreamReader reader = XmlParser.reader(XmlOctets.of(payload));
            reader.nextTag();
            return new StreamMessage(message.getHeaders(), message.getAttachments(), reader, message.getSOAPVersion());
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("A fault that an engine has verified is no XML", impossible);
        }
    }

    private static void fill(MessageHeaders headers, QName name, @Nullable String found, @Nullable String expected) {
        if (found == null && expected != null) {
            headers.add(Headers.create(name, expected));
        }
    }
}

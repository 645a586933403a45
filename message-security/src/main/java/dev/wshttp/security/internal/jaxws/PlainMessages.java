// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.addressing.AddressingVersion;
import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.api.message.Headers;
import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.MessageHeaders;
import com.sun.xml.ws.api.message.Messages;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import java.util.ArrayList;
import java.util.Iterator;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** Translates messages in clear between the RI's form and ours. */
final class PlainMessages {
    private PlainMessages() {}

    /** The RI's message with other addressing headers: those of the RI are replaced, the application's are kept. */
    static OutgoingMessage outgoing(Message message, Addressing addressing) {
        if (!message.getAttachments().isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The message has attachments, which the binding does not secure (expected none). Switch MTOM off and send the"
                            + " content in the body.");
        }
        var headers = new ArrayList<XmlContent>();
        for (Iterator<Header> all = message.getHeaders().getHeaders(); all.hasNext(); ) {
            Header header = all.next();
            if (!Namespaces.ADDRESSING.equals(header.getNamespaceURI())) {
                headers.add(header::writeTo);
            }
        }
        return new OutgoingMessage(addressing, headers, message::writePayloadTo);
    }

    /** The value of an addressing header that the RI put into a message, or null. */
    static @Nullable String addressingHeader(Message message, QName name) {
        Header header = message.getHeaders().get(name, false);
        return header == null ? null : header.getStringContent();
    }

    /**
     * The verified message in the RI's form. Addressing headers that a WCF peer may leave out, and the RI does not do without, are filled
     * in with what they would say.
     */
    static Message incoming(VerifiedMessage verified, Addressing expected) {
        Message message = Messages.create(verified.envelope().reader());
        Addressing found = verified.addressing();
        MessageHeaders headers = message.getHeaders();
        // The RI has an addressing tube only where there is a WSDL; elsewhere nobody else would say that these were
        // understood.
        headers.understood(AddressingVersion.W3C.actionTag);
        headers.understood(AddressingVersion.W3C.toTag);
        fill(headers, AddressingVersion.W3C.actionTag, found.action(), expected.action());
        fill(headers, AddressingVersion.W3C.messageIDTag, found.messageId(), expected.messageId());
        fill(headers, AddressingVersion.W3C.relatesToTag, found.relatesTo(), expected.relatesTo());
        return message;
    }

    private static void fill(MessageHeaders headers, QName name, @Nullable String found, @Nullable String expected) {
        if (found == null && expected != null) {
            headers.add(Headers.create(name, expected));
        }
    }
}

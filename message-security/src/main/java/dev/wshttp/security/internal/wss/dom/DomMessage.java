// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapEnvelope;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * A received message as this engine reads it.
 *
 * @param sizeBytes the size of the message on the wire
 */
record DomMessage(SoapEnvelope envelope, int sizeBytes) implements ReceivedMessage {
    @Override
    public Addressing addressing() {
        return envelope.addressing();
    }

    @Override
    public boolean isSecured() {
        return envelope.securityHeader().isPresent();
    }

    @Override
    public List<String> contextIdentifiers() {
        return envelope.securityHeader().stream()
                .flatMap(security -> Elements.children(security).stream())
                .filter(child -> Elements.is(child, Namespaces.CONVERSATION, "SecurityContextToken"))
                .map(token -> Elements.child(token, Namespaces.CONVERSATION, "Identifier"))
                .map(identifier -> identifier == null ? "" : Elements.text(identifier))
                .toList();
    }

    @Override
    public Optional<Element> content() {
        return Elements.only(envelope.body());
    }

    @Override
    public Optional<String> faultInClear() {
        return envelope.fault().map(DomMessage::codesAndReason);
    }

    /** For example {@code Sender, InvalidSecurity: An error occurred when verifying security for the message.} */
    private static String codesAndReason(Element fault) {
        var codes = new ArrayList<String>();
        Element code = Elements.child(fault, Namespaces.SOAP, "Code");
        while (code != null) {
            Element value = Elements.child(code, Namespaces.SOAP, "Value");
            if (value != null) {
                String name = Elements.text(value);
                codes.add(name.substring(name.lastIndexOf(':') + 1));
            }
            code = Elements.child(code, Namespaces.SOAP, "Subcode");
        }
        Element reason = Elements.child(fault, Namespaces.SOAP, "Reason");
        // An unauthenticated peer wrote this.
        return UntrustedText.oneLine(String.join(", ", codes)) + ": "
                + (reason == null ? "" : UntrustedText.oneLine(Elements.text(reason)));
    }
}

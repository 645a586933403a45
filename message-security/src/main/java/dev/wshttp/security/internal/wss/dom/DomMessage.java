// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.Verification;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * A received message as this engine reads it.
 *
 * @param engine the engine that read the message and will verify it
 * @param sizeBytes the size of the message on the wire
 */
record DomMessage(Wss4jEngine engine, SoapEnvelope envelope, int sizeBytes) implements ReceivedMessage {
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
    public Optional<XmlElement> content() {
        return Elements.only(envelope.body()).map(ElementValue::ofPeer);
    }

    @Override
    public Optional<SoapFault> faultInClear() {
        return envelope.fault()
                .map(fault -> ElementValue.ofPeer(fault, DomMessage::isCodeOrReason))
                .flatMap(SoapFault::read);
    }

    private static boolean isCodeOrReason(Element child) {
        return Elements.is(child, Namespaces.SOAP, "Code") || Elements.is(child, Namespaces.SOAP, "Reason");
    }

    @Override
    public Verification verification(Expectation expectation) {
        return new DomVerification(this, expectation);
    }
}

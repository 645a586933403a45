// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.XmlContent;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.dom.Wss4jEngine;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamWriter;

/**
 * A client with good credentials and bad intentions: it signs headers that our client never sends. The only test code that uses the
 * engine behind the public switch.
 */
record InsiderPeer(ClientSetup client) {
    /** A request to add two numbers with these addresses. */
    Envelope request(URI service, String replyTo, Optional<String> faultTo) {
        var usual = Addressing.request(CalculatorNames.ADD_ACTION, service.toString());
        var addressing = new Addressing(usual.action(), usual.messageId(), null, replyTo, null, usual.to());
        List<XmlContent> headers = faultTo.map(address -> List.<XmlContent>of(writer -> writeFaultTo(writer, address)))
                .orElse(List.of());
        return protect(new OutgoingMessage(addressing, headers, InsiderPeer::writeSum));
    }

    /** A request with an action of one's own. */
    Envelope request(URI service, String action) {
        return protect(
                new OutgoingMessage(Addressing.request(action, service.toString()), List.of(), InsiderPeer::writeSum));
    }

    private Envelope protect(OutgoingMessage message) {
        var binding = client.binding();
        var engine =
                new Wss4jEngine(binding, new Freshness(client.clock(), binding.maxClockSkew()), new SecureRandom());
        var own = X509Credential.of(client.own().key(), client.own().chain());
        return Envelope.parse(engine.protect(message, Protection.request(client.service(), own))
                .octets());
    }

    private static void writeFaultTo(XMLStreamWriter writer, String address)
            throws javax.xml.stream.XMLStreamException {
        writer.writeStartElement("a", "FaultTo", Envelope.ADDRESSING);
        writer.writeNamespace("a", Envelope.ADDRESSING);
        writer.writeStartElement("a", "Address", Envelope.ADDRESSING);
        writer.writeCharacters(address);
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private static void writeSum(XMLStreamWriter writer) throws javax.xml.stream.XMLStreamException {
        writer.writeStartElement("", "Add", CalculatorNames.NAMESPACE);
        writer.writeDefaultNamespace(CalculatorNames.NAMESPACE);
        for (String number : List.of("n1", "n2")) {
            writer.writeStartElement("", number, CalculatorNames.NAMESPACE);
            writer.writeCharacters("1");
            writer.writeEndElement();
        }
        writer.writeEndElement();
    }
}

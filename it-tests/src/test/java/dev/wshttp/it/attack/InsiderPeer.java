// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.attack;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.program.ClientSetup;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import dev.wshttp.security.internal.conversation.SessionClient;
import dev.wshttp.security.internal.direct.DirectClient;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.negotiation.NegotiationClient;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.dom.Wss4jEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamWriter;

/**
 * A client with good credentials and bad intentions: it signs headers that our client never sends. With
 * {@link ImpostorService} the only test code that uses the engine behind the public switch.
 *
 * @param via where the service is
 */
public record InsiderPeer(ClientSetup client, URI via) {
    /** Returns a request to add two numbers with these addresses. */
    public Envelope request(URI service, String replyTo, Optional<String> faultTo) {
        var usual = Addressing.request(CalculatorNames.ADD_ACTION, service.toString());
        var addressing = new Addressing(usual.action(), usual.messageId(), null, replyTo, null, usual.to());
        List<XmlContent> headers = faultTo.map(address -> List.<XmlContent>of(writer -> writeFaultTo(writer, address)))
                .orElse(List.of());
        return protect(new OutgoingMessage(addressing, headers, InsiderPeer::writeSum));
    }

    /** Returns a request with an action of one's own. */
    public Envelope request(URI service, String action) {
        return protect(
                new OutgoingMessage(Addressing.request(action, service.toString()), List.of(), InsiderPeer::writeSum));
    }

    private Envelope protect(OutgoingMessage message) {
        var binding = client.binding();
        var freshness = new Freshness(client.clock(), binding.maxClockSkew());
        var engine = new Wss4jEngine(binding, freshness, new SecureRandom());
        var service = new Service(
                engine, new WirePeer(via), String.valueOf(message.addressing().to()), client.identity());
        return Envelope.parse(
                engine.protect(message, protocol(engine, freshness).protection(service))
                        .octets());
    }

    private ClientProtocol protocol(SecurityEngine engine, Freshness freshness) {
        var binding = client.binding();
        var clock = client.clock();
        var environment = new SecurityEnvironment(engine, binding, clock, new SecureRandom());
        var services = new X509CertificateValidator(client.trust(), Role.SERVICE, clock);
        var guard = new ReplayGuard(clock, new SecureRandom(), freshness.replayWindow(), binding.replayCacheSize());
        var verifier = MessageVerifier.ofClient(guard);
        BootstrapProtocol outsideSessions = client.mode().negotiates()
                ? new NegotiationClient(environment, client.credentials(), services)
                : new DirectClient(client.credentials(), services, clock);
        return client.mode().hasSession()
                ? new SessionClient(environment, outsideSessions, verifier, services)
                : outsideSessions;
    }

    /** The service, for the messages that make a context. */
    private record Service(SecurityEngine engine, WirePeer wire, String address, EndpointIdentity identity)
            implements Peer {
        @Override
        public ReceivedMessage exchange(byte[] envelope) {
            return engine.read(wire.send(envelope).body(), StandardCharsets.UTF_8);
        }
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

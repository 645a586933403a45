// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.addressing.AddressingVersion;
import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Fiber;
import com.sun.xml.ws.api.pipe.NextAction;
import com.sun.xml.ws.api.pipe.Tube;
import com.sun.xml.ws.api.pipe.TubeCloner;
import com.sun.xml.ws.api.pipe.helper.AbstractFilterTubeImpl;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last tube before a client's transport: protects each request, verifies its reply, and lets nothing else through. */
final class ClientSecurityTube extends AbstractFilterTubeImpl {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSecurityTube.class);
    private static final String CALL = ClientSecurityTube.class.getName() + ".call";

    private final ClientSecurity client;

    ClientSecurityTube(Tube transport, ClientSecurity client) {
        super(transport);
        this.client = client;
    }

    private ClientSecurityTube(ClientSecurityTube original, TubeCloner cloner) {
        super(original, cloner);
        this.client = original.client;
    }

    @Override
    public ClientSecurityTube copy(TubeCloner cloner) {
        return new ClientSecurityTube(this, cloner);
    }

    @Override
    public NextAction processRequest(Packet packet) {
        MessageSecurityDecorator.requireSameMtom(packet.getBinding(), client.binding());
        Message message = packet.getInternalMessage();
        String action = Objects.requireNonNullElse(
                PlainMessages.addressingHeader(message, AddressingVersion.W3C.actionTag), "");
        var call = client.newCall(action, message, peer(packet));
        ProtectedMessage request = protect(call, client.wire());
        packet.invocationProperties.put(CALL, call);
        packet.setMessage(new EnvelopeMessage.Outgoing(request.octets(), EnvelopeMessage.Kind.MESSAGE));
        return doInvoke(next, packet);
    }

    private static ProtectedMessage protect(ClientCall call, WireObserver wire) {
        try {
            return call.protect();
        } catch (MessageSecurityException refused) {
            MessageSecurityException told = refused.about(call.messageId());
            wire.refused(told);
            // A message that the call needed before may have been refused; the call itself was not sent then.
            LOG.warn(
                    "Did not send {}: {}: {}",
                    told.messageId().orElse(""),
                    told.fault(),
                    OneLine.of(told.getMessage()));
            throw told;
        }
    }

    private TransportPeer peer(Packet packet) {
        URI transport = packet.endpointAddress.getURI();
        ClientAddress address = client.address();
        return new TransportPeer(
                Fiber.current().owner, next, packet.copy(false), address.to(transport), address.identityAt(transport));
    }

    @Override
    public NextAction processResponse(Packet packet) {
        var call = (ClientCall) Objects.requireNonNull(packet.invocationProperties.remove(CALL));
        if (packet.getInternalMessage() != null || !call.isOneWay()) {
            packet.setMessage(verified(packet, call, client.wire()));
        }
        return doReturnWith(packet);
    }

    private static Message verified(Packet answer, ClientCall call, WireObserver wire) {
        try {
            Message reply = call.verify(answer);
            wire.accepted(Optional.of(call.messageId()));
            return reply;
        } catch (MessageSecurityException refused) {
            MessageSecurityException told = refused.about(call.messageId());
            wire.refused(told);
            LOG.warn(
                    "Refused the reply to {}: {}: {}",
                    call.messageId(),
                    refused.fault(),
                    OneLine.of(refused.getMessage()));
            throw told;
        }
    }

    /** The port is closed. */
    @Override
    public void preDestroy() {
        client.close(next);
        super.preDestroy();
    }
}

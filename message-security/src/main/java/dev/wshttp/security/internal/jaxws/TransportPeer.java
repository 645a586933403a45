// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Engine;
import com.sun.xml.ws.api.pipe.Tube;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import jakarta.xml.ws.handler.MessageContext;

/**
 * The service at the other end of a transport tube, for messages of the protocol. They travel with the settings of the call that needs them:
 * address, time limits, HTTP headers.
 *
 * @param template the packet of that call
 */
record TransportPeer(Engine engine, Tube transport, Packet template, String address, EndpointIdentity identity)
        implements Peer {

    @Override
    public ReceivedMessage exchange(byte[] envelope) {
        Packet packet = template.copy(false);
        packet.setMessage(new EnvelopeMessage.Outgoing(envelope, EnvelopeMessage.Kind.MESSAGE));
        packet.expectReply = true;
        return received(engine.createFiber().runSync(transport, packet));
    }

    /** Returns the same service over another copy of the tube. */
    TransportPeer over(Tube other) {
        return new TransportPeer(engine, other, template, address, identity);
    }

    /**
     * Returns the received envelope.
     *
     * @throws MessageSecurityException if there is none, or it cannot be read
     */
    static ReceivedMessage received(Packet answer) {
        Message message = answer.getInternalMessage();
        if (message instanceof EnvelopeMessage.Unreadable unreadable) {
            throw unreadable.reason();
        }
        if (message instanceof EnvelopeMessage.Incomplete incomplete) {
            throw incomplete.reason();
        }
        if (message instanceof EnvelopeMessage.Incoming incoming) {
            return incoming.received();
        }
        throw new MessageSecurityException(
                SecurityFault.REPLY_MISSING,
                "The service answered with HTTP status '"
                        + TransportProperty.of(answer, MessageContext.HTTP_RESPONSE_CODE)
                        + "' and without a message (expected a secured reply). It may have processed the call. WCF does so if the session"
                        + " ended meanwhile, and if a reply cannot be secured, such as a fault with an action that no FaultContract declares:"
                        + " its log has the reason. Otherwise check the address: it may be another service or a one-way operation.");
    }
}

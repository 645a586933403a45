// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.addressing.AddressingVersion;
import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.NextAction;
import com.sun.xml.ws.api.pipe.Tube;
import com.sun.xml.ws.api.pipe.TubeCloner;
import com.sun.xml.ws.api.pipe.helper.AbstractFilterTubeImpl;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last tube before a client's transport: protects each request, verifies its reply, and lets nothing else through. */
final class ClientSecurityTube extends AbstractFilterTubeImpl {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSecurityTube.class);
    private static final String EXCHANGE = ClientSecurityTube.class.getName() + ".exchange";

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
        Message message = packet.getInternalMessage();
        URI transport = packet.endpointAddress.getURI();
        URI to = client.logicalAddress().orElse(transport);
        String action = Objects.requireNonNullElse(
                PlainMessages.addressingHeader(message, AddressingVersion.W3C.actionTag), "");
        Addressing addressing = Addressing.request(action, to.toString());
        long start = System.nanoTime();
        ProtectedMessage request =
                client.direct().protect(PlainMessages.outgoing(message, addressing), client.identityAt(transport));
        LOG.debug("Protected request {} for {} in {} µs", addressing.messageId(), to, microsSince(start));
        packet.invocationProperties.put(EXCHANGE, new Exchange(addressing, request));
        packet.setMessage(new EnvelopeMessage.Outgoing(request.octets(), EnvelopeMessage.Kind.MESSAGE));
        return doInvoke(next, packet);
    }

    @Override
    public NextAction processResponse(Packet packet) {
        var exchange = (Exchange) Objects.requireNonNull(packet.invocationProperties.remove(EXCHANGE));
        Message message = packet.getInternalMessage();
        if (message != null) {
            packet.setMessage(verified(message, exchange));
        } else if (!Boolean.FALSE.equals(packet.expectReply)) {
            throw new MessageSecurityException(
                    SecurityFault.REPLY_NOT_SECURED,
                    "The service answered without a message (expected a secured reply). Check the address: it may be another service, or"
                            + " something in between answers for it.");
        }
        return doReturnWith(packet);
    }

    private Message verified(Message message, Exchange exchange) {
        String messageId = exchange.addressing.messageIdForLog();
        try {
            long start = System.nanoTime();
            VerifiedMessage reply = client.direct().verify(requireSecured(message), exchange.request);
            requireRelated(reply.addressing().relatesTo(), messageId);
            LOG.debug("Verified the reply to {} in {} µs", messageId, microsSince(start));
            return PlainMessages.incoming(
                    reply, Addressing.reply(exchange.addressing.action() + "Response", messageId));
        } catch (MessageSecurityException refused) {
            LOG.warn("Refused the reply to {}: {}: {}", messageId, refused.fault(), OneLine.of(refused.getMessage()));
            throw refused.about(messageId);
        }
    }

    private static ReceivedMessage requireSecured(Message message) {
        if (message instanceof EnvelopeMessage.Unreadable unreadable) {
            throw unreadable.reason();
        }
        ReceivedMessage received = ((EnvelopeMessage.Incoming) message).received();
        if (received.isSecured()) {
            return received;
        }
        throw received.faultInClear()
                .map(fault -> new MessageSecurityException(
                        SecurityFault.FAULT_NOT_SECURED,
                        "The service refused the request, or somebody in between did: an unsecured fault came back, '"
                                + fault
                                + "'. The service's log has the reason."))
                .orElseGet(() -> new MessageSecurityException(
                        SecurityFault.REPLY_NOT_SECURED,
                        "The reply carries no security (expected one secured like the request). Check the address: it may be another service,"
                                + " or one without message security."));
    }

    private static void requireRelated(@Nullable String relatesTo, String messageId) {
        // Interop: WCF accepts a reply without RelatesTo; the key of the request binds it all the same.
        if (relatesTo != null && !relatesTo.equals(messageId)) {
            throw new MessageSecurityException(
                    SecurityFault.REPLY_UNRELATED,
                    "The reply relates to '" + relatesTo + "' (expected '" + messageId + "').");
        }
    }

    private static long microsSince(long start) {
        return (System.nanoTime() - start) / 1_000;
    }

    private record Exchange(Addressing addressing, ProtectedMessage request) {}
}

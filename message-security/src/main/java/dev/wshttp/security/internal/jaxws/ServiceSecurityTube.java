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
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import jakarta.xml.ws.handler.MessageContext;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first tube of a service: verifies each request before anything else sees it, protects its reply, and answers what it refuses with
 * the specification's fault.
 */
final class ServiceSecurityTube extends AbstractFilterTubeImpl {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceSecurityTube.class);
    private static final String REQUEST = ServiceSecurityTube.class.getName() + ".request";
    private static final int PAYLOAD_TOO_LARGE = 413;

    private final ServiceSecurity service;

    ServiceSecurityTube(Tube next, ServiceSecurity service) {
        super(next);
        this.service = service;
    }

    private ServiceSecurityTube(ServiceSecurityTube original, TubeCloner cloner) {
        super(original, cloner);
        this.service = original.service;
    }

    @Override
    public ServiceSecurityTube copy(TubeCloner cloner) {
        return new ServiceSecurityTube(this, cloner);
    }

    @Override
    public NextAction processRequest(Packet packet) {
        if (packet.getInternalMessage() instanceof EnvelopeMessage.Incoming incoming) {
            return process(packet, incoming);
        }
        var unreadable = ((EnvelopeMessage.Unreadable) packet.getInternalMessage()).reason();
        LOG.warn("Refused a message without readable id: {}: {}", unreadable.fault(), unreadable.getMessage());
        return withoutReply(
                packet,
                unreadable.fault() == SecurityFault.MESSAGE_TOO_LARGE
                        ? PAYLOAD_TOO_LARGE
                        : HttpURLConnection.HTTP_BAD_REQUEST);
    }

    private NextAction process(Packet packet, EnvelopeMessage.Incoming incoming) {
        ReceivedMessage received = incoming.received();
        Addressing claimed = received.addressing();
        if (!incoming.transportAction().isEmpty() && !incoming.transportAction().equals(claimed.action())) {
            LOG.warn(
                    "Refused message {}: the content type names the action '{}', the message '{}'",
                    claimed.messageId(),
                    incoming.transportAction(),
                    claimed.action());
            return withoutReply(packet, HttpURLConnection.HTTP_BAD_REQUEST);
        }
        try {
            requireKnownAction(claimed.action());
            long start = System.nanoTime();
            VerifiedMessage request = service.direct().verify(received);
            LOG.debug("Verified request {} in {} µs", claimed.messageId(), (System.nanoTime() - start) / 1_000);
            return dispatch(packet, request);
        } catch (MessageSecurityException refused) {
            LOG.warn("Refused message {}: {}: {}", claimed.messageId(), refused.fault(), refused.getMessage());
            return refuse(packet, claimed, refused.fault());
        } catch (RuntimeException unforeseen) {
            LOG.error("Refused message {}: {}", claimed.messageId(), SecurityFault.INTERNAL_ERROR, unforeseen);
            return refuse(packet, claimed, SecurityFault.INTERNAL_ERROR);
        }
    }

    private NextAction refuse(Packet packet, Addressing claimed, SecurityFault reason) {
        SoapFault fault = WireFaults.of(reason, claimed.action());
        return replyWith(packet, fault.unsecured(claimed.messageId()), EnvelopeMessage.Kind.FAULT);
    }

    private void requireKnownAction(@Nullable String action) {
        if (!service.actions().permit(action)) {
            throw new MessageSecurityException(
                    SecurityFault.ACTION_UNKNOWN,
                    "The endpoint has no operation for the action '" + action + "' (expected one of "
                            + service.actions().known() + ").");
        }
    }

    private NextAction dispatch(Packet packet, VerifiedMessage request) {
        Addressing addressing = request.addressing();
        packet.invocationProperties.put(REQUEST, request);
        String path = requestPath(packet);
        if (!service.isAddressee(addressing.to(), path)) {
            LOG.warn(
                    "Refused message {}: {}: it is for '{}' (expected {})",
                    addressing.messageId(),
                    SecurityFault.DESTINATION_UNREACHABLE,
                    addressing.to(),
                    service.logicalAddress().map(URI::toString).orElse("the path " + path));
            return faultWith(packet, request, WireFaults.destinationUnreachable(addressing.to()));
        }
        if (!isAnonymous(addressing.replyTo()) || !isAnonymous(addressing.faultTo())) {
            LOG.warn(
                    "Refused message {}: {}: replies to '{}', faults to '{}' (expected the anonymous address)",
                    addressing.messageId(),
                    SecurityFault.REPLY_NOT_ANONYMOUS,
                    addressing.replyTo(),
                    addressing.faultTo());
            return faultWith(packet, request, WireFaults.onlyAnonymousReplies());
        }
        request.sender()
                .ifPresent(certificate -> packet.webServiceContextDelegate =
                        new AuthenticatedContext(packet.webServiceContextDelegate, new X509Identity(certificate)));
        packet.setMessage(PlainMessages.incoming(request, filledIn()));
        return doInvoke(next, packet);
    }

    /** The path that the request was sent to. Host and port in this address are what the client's Host header claims. */
    private static String requestPath(Packet packet) {
        return URI.create(packet.webServiceContextDelegate.getEPRAddress(packet, packet.endpoint))
                .getPath();
    }

    /** WCF accepts a request without MessageID; the RI needs one to relate its reply to. */
    private static Addressing filledIn() {
        return new Addressing(null, "urn:uuid:" + UUID.randomUUID(), null, null, null, null);
    }

    private static boolean isAnonymous(@Nullable String address) {
        return address == null || address.equals(Namespaces.ANONYMOUS);
    }

    @Override
    public NextAction processResponse(Packet packet) {
        Message message = packet.getInternalMessage();
        if (message == null || message instanceof EnvelopeMessage) {
            return doReturnWith(packet);
        }
        var request = (VerifiedMessage) Objects.requireNonNull(packet.invocationProperties.get(REQUEST));
        if (message.isFault() && ReplyFaults.isUnforeseen(message)) {
            return faultWith(packet, request, WireFaults.internalServiceFault());
        }
        String action = message.isFault()
                ? Namespaces.FAULT_ACTION
                : PlainMessages.addressingHeader(message, AddressingVersion.W3C.actionTag);
        Addressing addressing = Addressing.reply(
                Objects.requireNonNullElse(action, Namespaces.FAULT_ACTION),
                request.addressing().messageId());
        return protect(packet, request, PlainMessages.outgoing(message, addressing), message.isFault());
    }

    /** An exception between this tube and the operation: the caller learns of it as WCF would tell it. */
    @Override
    public NextAction processException(Throwable failure) {
        LOG.error("A request failed in an unforeseen way", failure);
        Packet packet = com.sun.xml.ws.api.pipe.Fiber.current().getPacket();
        if (packet.invocationProperties.get(REQUEST) instanceof VerifiedMessage request) {
            return faultWith(packet, request, WireFaults.internalServiceFault());
        }
        SoapFault fault = WireFaults.of(SecurityFault.INTERNAL_ERROR, null);
        return replyWith(packet, fault.unsecured(null), EnvelopeMessage.Kind.FAULT);
    }

    private NextAction faultWith(Packet packet, VerifiedMessage request, SoapFault fault) {
        boolean unforeseen = fault.code().equals("Receiver");
        String action = unforeseen ? Namespaces.DISPATCHER + "/fault" : Namespaces.FAULT_ACTION;
        Addressing addressing = Addressing.reply(action, request.addressing().messageId());
        return protect(packet, request, PlainMessages.fault(addressing, fault), true);
    }

    private NextAction protect(Packet packet, VerifiedMessage request, OutgoingMessage reply, boolean isFault) {
        long start = System.nanoTime();
        byte[] octets = service.direct().protect(reply, request).octets();
        LOG.debug(
                "Protected the reply to {} in {} µs",
                request.addressing().messageId(),
                (System.nanoTime() - start) / 1_000);
        return replyWith(packet, octets, isFault ? EnvelopeMessage.Kind.FAULT : EnvelopeMessage.Kind.MESSAGE);
    }

    private NextAction replyWith(Packet packet, byte[] octets, EnvelopeMessage.Kind kind) {
        return doReturnWith(packet.createClientResponse(new EnvelopeMessage.Outgoing(octets, kind)));
    }

    private NextAction withoutReply(Packet packet, int httpStatus) {
        packet.put(MessageContext.HTTP_RESPONSE_CODE, httpStatus);
        return doReturnWith(packet.createClientResponse(null));
    }
}

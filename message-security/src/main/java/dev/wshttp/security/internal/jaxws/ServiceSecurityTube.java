// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Fiber;
import com.sun.xml.ws.api.pipe.NextAction;
import com.sun.xml.ws.api.pipe.Tube;
import com.sun.xml.ws.api.pipe.TubeCloner;
import com.sun.xml.ws.api.pipe.helper.AbstractFilterTubeImpl;
import com.sun.xml.ws.transport.http.WSHTTPConnection;
import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.wss.DelayedRefusal;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import jakarta.xml.ws.handler.MessageContext;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first tube of a service: verifies each request before another tube sees it, protects its reply, and answers what it refuses with the
 * fault of the specification.
 */
final class ServiceSecurityTube extends AbstractFilterTubeImpl {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceSecurityTube.class);
    private static final String REQUEST = ServiceSecurityTube.class.getName() + ".request";

    private static final byte[] NO_OCTETS = {};
    private static final Addressing NOTHING_KNOWN = new Addressing(null, null, null, null, null, null);

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
        if (packet.getInternalMessage() instanceof EnvelopeMessage.Incomplete incomplete) {
            RefusalLog.write(packet, incomplete.claimed().messageId(), incomplete.reason());
            return refuse(packet, incomplete.claimed(), incomplete.reason().fault());
        }
        var unreadable = (EnvelopeMessage.Unreadable) packet.getInternalMessage();
        RefusalLog.write(packet, "without readable id", unreadable.reason());
        return withoutReply(packet, unreadable.httpStatus());
    }

    private NextAction process(Packet packet, EnvelopeMessage.Incoming incoming) {
        Addressing claimed = incoming.received().addressing();
        if (!incoming.transportAction().isEmpty() && !incoming.transportAction().equals(claimed.action())) {
            // A client without message security most often has no addressing either.
            RefusalLog.write(
                    packet,
                    claimed.messageId(),
                    claimed.action() == null
                            ? OtherMode.withoutSecurity()
                            : actionMismatch(incoming.transportAction(), claimed.action()));
            return withoutReply(packet, HttpURLConnection.HTTP_BAD_REQUEST);
        }
        try {
            Optional<NegotiationService> negotiation = service.negotiationOf(incoming.received());
            if (negotiation.isPresent()) {
                return negotiate(packet, incoming.received(), negotiation.get());
            }
            SecuredRequest request = verify(incoming.received(), () -> RemoteAddress.of(packet));
            packet.invocationProperties.put(REQUEST, request);
            // Keeps the property out of the application's MessageContext.
            packet.getHandlerScopePropertyNames(false).add(REQUEST);
            return dispatch(packet, request);
        } catch (DelayedRefusal delayed) {
            RefusalLog.write(packet, claimed.messageId(), delayed.reason());
            Packet answer = refusal(packet, claimed, delayed.reason().fault());
            return DelayedAnswer.give(answer, packet, incoming.arrivedNanos());
        } catch (MessageSecurityException refused) {
            RefusalLog.write(packet, claimed.messageId(), refused);
            return refuse(packet, claimed, service.told(refused.fault(), claimed));
        } catch (RuntimeException unforeseen) {
            LOG.error("Refused message {}: INTERNAL_ERROR", OneLine.of(claimed.messageId()), unforeseen);
            return refuse(packet, claimed, SecurityFault.INTERNAL_ERROR);
        }
    }

    /** Answers a leg, without security as the leg itself. */
    private NextAction negotiate(Packet packet, ReceivedMessage leg, NegotiationService negotiation) {
        try {
            byte[] answer = UnsecuredEnvelope.write(negotiation.answer(leg, RemoteAddress.of(packet)));
            return replyWith(packet, answer, EnvelopeMessage.Kind.MESSAGE);
        } catch (MessageSecurityException refused) {
            RefusalLog.write(packet, leg.addressing().messageId(), refused);
            return refuseLeg(packet, leg, refused.fault());
        } catch (RuntimeException unforeseen) {
            LOG.error(
                    "Refused leg {}: INTERNAL_ERROR",
                    OneLine.of(leg.addressing().messageId()),
                    unforeseen);
            return refuseLeg(packet, leg, SecurityFault.INTERNAL_ERROR);
        }
    }

    private NextAction refuseLeg(Packet packet, ReceivedMessage leg, SecurityFault reason) {
        byte[] fault = WireFaults.ofLeg(reason, leg.addressing())
                .unsecured(leg.addressing().messageId());
        return replyWith(packet, fault, EnvelopeMessage.Kind.FAULT);
    }

    private SecuredRequest verify(ReceivedMessage received, Supplier<Optional<InetAddress>> origin) {
        long start = System.nanoTime();
        SecuredRequest request = service.verify(received, origin);
        if (LOG.isDebugEnabled()) { // the name is text and a thumbprint, made only to be read
            LOG.debug(
                    "Verified request {} of '{}' in {} µs",
                    OneLine.of(received.addressing().messageId()),
                    OneLine.of(new X509Identity(request.sender()).getName()),
                    microsSince(start));
        }
        return request;
    }

    private NextAction dispatch(Packet packet, SecuredRequest request) {
        Addressing addressing = request.message().addressing();
        try {
            service.address().requireDeliverable(addressing, requestPath(packet));
            request.message().envelope();
            if (request.answer().isPresent()) {
                OutgoingMessage answer = request.answer().get().get();
                return protect(packet, request, answer, EnvelopeMessage.Kind.MESSAGE);
            }
        } catch (MessageSecurityException refused) {
            RefusalLog.write(packet, addressing.messageId(), refused);
            return faultWith(packet, request, WireFaults.ofVerified(refused.fault(), addressing));
        }
        packet.webServiceContextDelegate =
                new AuthenticatedContext(packet.webServiceContextDelegate, new X509Identity(request.sender()));
        packet.setMessage(PlainMessages.incoming(request.message(), filledIn()));
        // Interop: WCF does not look at the header SOAPAction. The RI would compare it with the signed action, and
        // answer in clear.
        packet.soapAction = null;
        return doInvoke(next, packet);
    }

    /** Returns the path that the request was sent to: that of the HTTP request, not one that the message claims. */
    private static String requestPath(Packet packet) {
        WSHTTPConnection connection = packet.getSatellite(WSHTTPConnection.class);
        if (connection == null) {
            return "";
        }
        // RFC 9112, section 3.2.2: a request may name the whole address, as one to a proxy does.
        String target = connection.getRequestURI();
        return HttpAddress.parse(target).map(HttpAddress::rawPath).orElseGet(() -> target.split("\\?", 2)[0]);
    }

    /** Returns a MessageID for a request without one: WCF accepts such requests, and the RI needs an id to relate its reply to. */
    private static Addressing filledIn() {
        return new Addressing(null, "urn:uuid:" + UUID.randomUUID(), null, null, null, null);
    }

    @Override
    public NextAction processResponse(Packet packet) {
        Message message = packet.getInternalMessage();
        if (message instanceof EnvelopeMessage) {
            return doReturnWith(packet);
        }
        var request = (SecuredRequest) Objects.requireNonNull(packet.invocationProperties.get(REQUEST));
        if (message == null) {
            request.protector().unanswered();
            return doReturnWith(packet);
        }
        try {
            return message.isFault()
                    ? replyWithFault(packet, request, message)
                    : protect(
                            packet,
                            request,
                            PlainMessages.reply(message, request.message().addressing()),
                            EnvelopeMessage.Kind.MESSAGE);
        } catch (RuntimeException unsendable) {
            LOG.error(
                    "The reply to {} cannot be sent",
                    OneLine.of(request.message().addressing().messageId()),
                    unsendable);
            return internalFault(packet, request);
        }
    }

    /** Answers with a secured fault or, if no fault can be secured, not at all: an unsecured one would say that the request was not processed. */
    private NextAction internalFault(Packet packet, SecuredRequest request) {
        try {
            return answerWith(packet, request, lastWord(request), EnvelopeMessage.Kind.FAULT);
        } catch (RuntimeException unsendable) {
            LOG.error("No fault can be sent in place of the reply either", unsendable);
            request.protector().unanswered();
            return withoutReply(packet, HttpURLConnection.HTTP_INTERNAL_ERROR);
        }
    }

    private NextAction replyWithFault(Packet packet, SecuredRequest request, Message fault) {
        return ReplyFaults.of(fault, service.actions(), request.message().addressing())
                .map(reply -> protect(packet, request, reply, EnvelopeMessage.Kind.FAULT))
                .orElseGet(() -> answerWith(packet, request, lastWord(request), EnvelopeMessage.Kind.FAULT));
    }

    /** Answers an exception between this tube and the operation as WCF does. */
    @Override
    public NextAction processException(Throwable failure) {
        LOG.error("A request failed in an unforeseen way", failure);
        Packet packet = Objects.requireNonNull(Fiber.current().getPacket());
        return packet.invocationProperties.get(REQUEST) instanceof SecuredRequest request
                ? internalFault(packet, request)
                : refuse(packet, NOTHING_KNOWN, SecurityFault.INTERNAL_ERROR);
    }

    /** Returns the fault that tells of an exception that nothing handled. */
    private static byte[] lastWord(SecuredRequest request) {
        return request.protector()
                .protectLast(message(request, WireFaults.internalServiceFault()))
                .octets();
    }

    private NextAction faultWith(Packet packet, SecuredRequest request, SoapFault fault) {
        return protect(packet, request, message(request, fault), EnvelopeMessage.Kind.FAULT);
    }

    private static OutgoingMessage message(SecuredRequest request, SoapFault fault) {
        Addressing addressing = Addressing.reply(
                WireFaults.action(fault), request.message().addressing().messageId());
        return new OutgoingMessage(addressing, List.of(), fault);
    }

    private NextAction protect(
            Packet packet, SecuredRequest request, OutgoingMessage reply, EnvelopeMessage.Kind kind) {
        long start = System.nanoTime();
        byte[] octets = request.protector().protect(reply).octets();
        LOG.debug(
                "Protected the reply to {} in {} µs",
                OneLine.of(request.message().addressing().messageId()),
                microsSince(start));
        return answerWith(packet, request, octets, kind);
    }

    private NextAction answerWith(Packet packet, SecuredRequest request, byte[] octets, EnvelopeMessage.Kind kind) {
        return ServiceAddress.isWanted(request.message().addressing(), kind)
                ? replyWith(packet, octets, kind)
                : withoutReply(packet, HttpURLConnection.HTTP_ACCEPTED);
    }

    private NextAction refuse(Packet packet, Addressing claimed, SecurityFault reason) {
        return doReturnWith(refusal(packet, claimed, reason));
    }

    private static Packet refusal(Packet packet, Addressing claimed, SecurityFault reason) {
        byte[] fault = WireFaults.of(reason, claimed).unsecured(claimed.messageId());
        return reply(packet, fault, EnvelopeMessage.Kind.FAULT);
    }

    private NextAction replyWith(Packet packet, byte[] octets, EnvelopeMessage.Kind kind) {
        return doReturnWith(reply(packet, octets, kind));
    }

    private static Packet reply(Packet packet, byte[] octets, EnvelopeMessage.Kind kind) {
        return packet.createClientResponse(new EnvelopeMessage.Outgoing(octets, kind));
    }

    private NextAction withoutReply(Packet packet, int httpStatus) {
        WSHTTPConnection connection = packet.getSatellite(WSHTTPConnection.class);
        if (connection == null || !DirectAnswer.send(connection, httpStatus, NO_OCTETS)) {
            packet.put(MessageContext.HTTP_RESPONSE_CODE, httpStatus);
        }
        return doReturnWith(packet.createClientResponse(null));
    }

    private static MessageSecurityException actionMismatch(String transportAction, @Nullable String action) {
        return new MessageSecurityException(
                SecurityFault.ACTION_UNKNOWN,
                "The content type names the action '" + transportAction + "', the message '" + action
                        + "' (expected the same, or none in the content type).");
    }

    private static long microsSince(long start) {
        return (System.nanoTime() - start) / 1_000;
    }
}

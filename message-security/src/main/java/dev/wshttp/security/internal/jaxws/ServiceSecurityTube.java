// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Fiber;
import com.sun.xml.ws.api.pipe.NextAction;
import com.sun.xml.ws.api.pipe.Tube;
import com.sun.xml.ws.api.pipe.TubeCloner;
import com.sun.xml.ws.api.pipe.helper.AbstractFilterTubeImpl;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.wss.DelayedRefusal;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
        var message = (EnvelopeMessage) packet.getInternalMessage();
        var call = ObservedCall.of(packet, message, service.observer());
        NextAction action;
        try (CallLog.Scope scope = call.log().open()) {
            action = answer(packet, message, call);
        }
        if (packet.invocationProperties.get(REQUEST) instanceof VerifiedCall admitted) {
            // For the application, until its answer is here.
            admitted.observed().log().openFor(Fiber.current());
        }
        return action;
    }

    private NextAction answer(Packet packet, EnvelopeMessage message, ObservedCall call) {
        if (message instanceof EnvelopeMessage.Incoming incoming) {
            return process(packet, incoming, call);
        }
        if (message instanceof EnvelopeMessage.Incomplete incomplete) {
            call.refused(incomplete.reason());
            return refuse(packet, incomplete.claimed(), incomplete.reason().fault());
        }
        var unreadable = (EnvelopeMessage.Unreadable) message;
        call.refused(unreadable.reason());
        return withoutReply(packet, unreadable.httpStatus());
    }

    private NextAction process(Packet packet, EnvelopeMessage.Incoming incoming, ObservedCall call) {
        Addressing claimed = incoming.claimed();
        if (!incoming.transportAction().isEmpty() && !incoming.transportAction().equals(claimed.action())) {
            // A client without message security most often has no addressing either.
            call.refused(
                    claimed.action() == null
                            ? OtherMode.withoutSecurity()
                            : actionMismatch(incoming.transportAction(), claimed.action()));
            return withoutReply(packet, HttpURLConnection.HTTP_BAD_REQUEST);
        }
        try {
            Optional<NegotiationService> negotiation = service.negotiationOf(incoming.received());
            if (negotiation.isPresent()) {
                return doReturnWith(NegotiationAnswers.of(packet, incoming.received(), negotiation.get(), call));
            }
            SecuredRequest request = verify(incoming.received(), call);
            return dispatch(packet, new VerifiedCall(request, call.verified(request)));
        } catch (DelayedRefusal delayed) {
            call.refused(delayed.reason());
            Packet answer =
                    HttpAnswers.refusal(packet, claimed, delayed.reason().fault());
            return DelayedAnswer.give(answer, packet, incoming.arrivedNanos());
        } catch (MessageSecurityException refused) {
            call.refused(refused);
            return refuse(packet, claimed, service.told(refused.fault(), claimed));
        } catch (RuntimeException unforeseen) {
            call.refused(VerifiedCall.internalError(unforeseen));
            return refuse(packet, claimed, SecurityFault.INTERNAL_ERROR);
        }
    }

    private SecuredRequest verify(ReceivedMessage received, ObservedCall call) {
        SecuredRequest request = service.verify(received, call.request()::from);
        if (LOG.isDebugEnabled()) { // the name is text and a thumbprint, made only to be read
            LOG.debug(
                    "Verified request {} of '{}' in {} µs",
                    OneLine.of(received.addressing().messageId()),
                    OneLine.of(new X509Identity(request.sender()).getName()),
                    (System.nanoTime() - call.startNanos()) / 1_000);
        }
        return request;
    }

    private NextAction dispatch(Packet packet, VerifiedCall call) {
        SecuredRequest request = call.request();
        call.observed().log().open(); // processRequest ends it
        try {
            if (request.answer().isEmpty()) {
                call.observed().authenticated();
            }
            service.address().requireDeliverable(request.message().addressing(), HttpAnswers.requestPath(packet));
            request.message().envelope();
            if (request.answer().isPresent()) {
                return doReturnWith(
                        call.sessionAnswer(packet, request.answer().get().get()));
            }
        } catch (MessageSecurityException refused) {
            return doReturnWith(call.refusal(packet, refused));
        }
        return authorize(packet, call);
    }

    /** Gives a call to the application, if its caller may make it. */
    private NextAction authorize(Packet packet, VerifiedCall call) {
        SecuredRequest request = call.request();
        var caller = new RolesOfCaller(
                new X509Identity(request.sender()), service.authorization().roles());
        packet.webServiceContextDelegate = new AuthenticatedContext(packet.webServiceContextDelegate, caller);
        packet.setMessage(PlainMessages.incoming(
                request.message(), filledIn(request.message().addressing())));
        // Interop: WCF does not look at the header SOAPAction. The RI would compare it with the signed action, and
        // answer in clear.
        packet.soapAction = null;
        try {
            service.authorization().require(packet, caller);
            call.observed().accepted();
        } catch (MessageSecurityException refused) {
            return doReturnWith(call.refusal(packet, refused));
        } catch (RuntimeException unforeseen) {
            return doReturnWith(call.unprocessed(packet, unforeseen));
        }
        packet.invocationProperties.put(REQUEST, call);
        // Keeps the property out of the application's MessageContext.
        packet.getHandlerScopePropertyNames(false).add(REQUEST);
        return doInvoke(next, packet);
    }

    /** Returns a MessageID for a request without one: WCF accepts such requests, and the RI needs an id to relate its reply to. */
    private static Addressing filledIn(Addressing found) {
        return found.messageId() == null
                ? new Addressing(null, "urn:uuid:" + UUID.randomUUID(), null, null, null, null)
                : EnvelopeMessage.NOTHING_KNOWN;
    }

    @Override
    public NextAction processResponse(Packet packet) {
        Message message = packet.getInternalMessage();
        if (message instanceof EnvelopeMessage) {
            return doReturnWith(packet);
        }
        var admitted = (VerifiedCall) Objects.requireNonNull(packet.invocationProperties.get(REQUEST));
        try (CallLog.Scope scope = admitted.observed().log().open()) {
            return doReturnWith(admitted.reply(packet, service.actions(), message));
        }
    }

    /** Answers an exception between this tube and the operation as WCF does. */
    @Override
    public NextAction processException(Throwable failure) {
        Packet packet = Objects.requireNonNull(Fiber.current().getPacket());
        if (packet.invocationProperties.get(REQUEST) instanceof VerifiedCall admitted) {
            try (CallLog.Scope scope = admitted.observed().log().open()) {
                LOG.error("A request failed in an unforeseen way", failure);
                return doReturnWith(admitted.failure(packet));
            }
        }
        LOG.error("A request failed in an unforeseen way", failure);
        return refuse(packet, EnvelopeMessage.NOTHING_KNOWN, SecurityFault.INTERNAL_ERROR);
    }

    private NextAction refuse(Packet packet, Addressing claimed, SecurityFault reason) {
        return doReturnWith(HttpAnswers.refusal(packet, claimed, reason));
    }

    private NextAction withoutReply(Packet packet, int httpStatus) {
        return doReturnWith(HttpAnswers.without(packet, httpStatus));
    }

    private static MessageSecurityException actionMismatch(String transportAction, @Nullable String action) {
        return new MessageSecurityException(
                SecurityFault.ACTION_UNKNOWN,
                "The content type names the action '" + transportAction + "', the message '" + action
                        + "' (expected the same, or none in the content type).");
    }

    /** The endpoint ends. */
    @Override
    public void preDestroy() {
        service.observer().ended(service.status());
        super.preDestroy();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.context.ServiceSecurityContext;
import dev.wshttp.security.events.AnswerKind;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verified request of a service, and all that can answer it: each answer is secured as the request was. Immutable.
 *
 * @param request the request
 * @param observed what the log and the listeners are told of it
 */
record VerifiedCall(SecuredRequest request, ObservedCall observed) {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceSecurityTube.class);

    /** Answers with what the service itself has to say about a session. */
    Packet sessionAnswer(Packet packet, SecuredRequest.SessionAnswer answer) {
        var done = new VerifiedCall(request, observed.about(answer.session()));
        done.observed.accepted();
        return done.protect(packet, answer.message(), AnswerKind.REPLY);
    }

    /**
     * Answers with what the application answers.
     *
     * @param actions those of the contract
     * @param message null if the application answers nothing
     */
    Packet reply(Packet packet, OperationActions actions, @Nullable Message message) {
        if (message == null) {
            request.protector().unanswered();
            observed.unanswered(AnswerKind.NONE);
            return packet;
        }
        try {
            return message.isFault()
                    ? fault(packet, actions, message)
                    : protect(packet, PlainMessages.reply(message, addressing()), AnswerKind.REPLY);
        } catch (RuntimeException unsendable) {
            LOG.error("The reply to {} cannot be sent", OneLine.of(addressing().messageId()), unsendable);
            return failure(packet);
        }
    }

    private Packet fault(Packet packet, OperationActions actions, Message fault) {
        return ReplyFaults.of(fault, actions, addressing())
                .map(reply -> protect(packet, reply, AnswerKind.FAULT))
                .orElseGet(() -> packet.invocationProperties.get(ServiceSecurityContext.REFUSAL)
                                instanceof MessageSecurityException refused
                        ? refusal(packet, refused)
                        : lastWord(packet));
    }

    /** Answers that the request is refused although it was verified. */
    Packet refusal(Packet packet, MessageSecurityException reason) {
        observed.refused(reason);
        return unheard(packet, WireFaults.ofVerified(reason.fault(), addressing()));
    }

    /** Answers a failure before the application had the request. */
    Packet unprocessed(Packet packet, RuntimeException unforeseen) {
        observed.refused(internalError(unforeseen));
        return unheard(packet, WireFaults.internalServiceFault());
    }

    /** Returns the reason to refuse a request, in which something failed. */
    static MessageSecurityException internalError(RuntimeException unforeseen) {
        return new MessageSecurityException(
                SecurityFault.INTERNAL_ERROR, "The request was not processed, for an unforeseen reason.", unforeseen);
    }

    private Packet unheard(Packet packet, SoapFault fault) {
        return answer(packet, request.protector().protect(message(fault)).octets(), EnvelopeMessage.Kind.FAULT);
    }

    /**
     * Answers a failure after the application had the request: with a secured fault or, if no fault can be secured, not at all. An unsecured one would say
     * that the request was not processed.
     */
    Packet failure(Packet packet) {
        try {
            return lastWord(packet);
        } catch (RuntimeException unsendable) {
            LOG.error("No fault can be sent in place of the reply either", unsendable);
            request.protector().unanswered();
            observed.unanswered(AnswerKind.FAILURE);
            return HttpAnswers.without(packet, HttpURLConnection.HTTP_INTERNAL_ERROR);
        }
    }

    /** Answers with the fault that tells of an exception that nothing handled. */
    private Packet lastWord(Packet packet) {
        long start = System.nanoTime();
        byte[] octets = request.protector()
                .protectLast(message(WireFaults.internalServiceFault()))
                .octets();
        observed.answered(AnswerKind.FAILURE, start);
        return answer(packet, octets, EnvelopeMessage.Kind.FAULT);
    }

    private OutgoingMessage message(SoapFault fault) {
        Addressing reply =
                Addressing.reply(WireFaults.action(fault), addressing().messageId());
        return new OutgoingMessage(reply, List.of(), fault);
    }

    private Packet protect(Packet packet, OutgoingMessage reply, AnswerKind kind) {
        long start = System.nanoTime();
        byte[] octets = request.protector().protect(reply).octets();
        if (LOG.isDebugEnabled()) { // the id is made safe only to be read
            LOG.debug(
                    "Protected the reply to {} in {} µs",
                    OneLine.of(addressing().messageId()),
                    (System.nanoTime() - start) / 1_000);
        }
        observed.answered(kind, start);
        return answer(
                packet, octets, kind == AnswerKind.REPLY ? EnvelopeMessage.Kind.MESSAGE : EnvelopeMessage.Kind.FAULT);
    }

    private Packet answer(Packet packet, byte[] octets, EnvelopeMessage.Kind kind) {
        return ServiceAddress.isWanted(addressing(), kind)
                ? HttpAnswers.reply(packet, octets, kind)
                : HttpAnswers.without(packet, HttpURLConnection.HTTP_ACCEPTED);
    }

    private Addressing addressing() {
        return request.message().addressing();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import jakarta.xml.ws.ProtocolException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a client, from its request in clear to its verified reply. Not safe for use by several threads. */
final class ClientCall {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCall.class);

    private static final String OF_SESSIONS_ONLY =
            " Such a fault is about sessions, and this client has none: set establishSecurityContext to the same value on both sides.";

    private final ClientSecurity client;
    private final String action;
    private final Message message;
    private final TransportPeer peer;
    private Addressing addressing;
    private @Nullable OutgoingMessage plain;
    private @Nullable ProtectedMessage request;
    private boolean repeated;

    ClientCall(ClientSecurity client, String action, Message message, TransportPeer peer) {
        this.client = client;
        this.action = action;
        this.message = message;
        this.peer = peer;
        this.addressing = newAddressing();
    }

    private Addressing newAddressing() {
        return isOneWay() ? Addressing.oneWay(action, peer.address()) : Addressing.request(action, peer.address());
    }

    boolean isOneWay() {
        return Boolean.FALSE.equals(peer.template().expectReply);
    }

    String messageId() {
        return addressing.messageIdForLog();
    }

    /** Protects the request in the mode of the binding, which may take other messages before. */
    ProtectedMessage protect() {
        return protect(PlainMessages.outgoing(message, addressing));
    }

    private ProtectedMessage protect(OutgoingMessage outgoing) {
        plain = outgoing;
        long start = System.nanoTime();
        ProtectedMessage made = client.engine()
                .protect(
                        outgoing,
                        client.protocol()
                                .protection(peer)
                                .withParts(client.requirements().request(action)));
        request = made;
        LOG.debug("Protected request {} for {} in {} µs", messageId(), peer.address(), microsSince(start));
        return made;
    }

    /**
     * Verifies the answer. If the service does not know the security context any more, or wants a new key first, it has not processed the
     * request, and the call is made once more.
     *
     * @throws MessageSecurityException with the first rule that the answer breaks
     */
    Message verify(Packet answer) {
        return verify(() -> TransportPeer.received(answer));
    }

    private Message verify(Supplier<ReceivedMessage> answer) {
        ReceivedMessage reply = received(answer);
        if (!reply.isSecured()) {
            return unsecured(reply.faultInClear(), reply.addressing());
        }
        long start = System.nanoTime();
        VerifiedMessage verified = client.verifier().verify(reply, expectation(reply));
        // Interop: WCF accepts a reply without RelatesTo; in direct mode the key of the request binds it all the same.
        if (client.protocol().usesContexts() || verified.addressing().relatesTo() != null) {
            requireRelated(verified.addressing());
        }
        LOG.debug("Verified the reply to {} in {} µs", messageId(), microsSince(start));
        if (isFault(verified, Namespaces.SESSION_FAULT_ACTION, "RenewNeeded")) {
            client.protocol().expire(sent());
            return repeat("wants the key of the session renewed");
        }
        // Interop: WCF's service ends the session after an exception that nothing handled, and only tells a later call.
        if (isFault(verified, Namespaces.DISPATCHER_FAULT_ACTION, "InternalServiceFault")) {
            client.protocol().ended(sent());
        }
        if (isOneWay()) {
            requireNoFault(verified);
        }
        requireSignedFault(verified);
        return PlainMessages.incoming(verified, Addressing.reply(action + "Response", addressing.messageId()));
    }

    /** Returns what an answer has to prove. Its action is a claim until then, and signed. */
    private Expectation expectation(ReceivedMessage reply) {
        return client.protocol()
                .expectation(sent())
                .withParts(
                        client.requirements().answer(action, reply.addressing().action()));
    }

    /** Takes an answer without a message for the end of the session: WCF's service gives it to a call that comes in between. */
    private ReceivedMessage received(Supplier<ReceivedMessage> answer) {
        try {
            return answer.get();
        } catch (MessageSecurityException unreadable) {
            if (unreadable.fault() == SecurityFault.REPLY_MISSING) {
                client.protocol().ended(sent());
            }
            throw unreadable;
        }
    }

    /** Makes the call again if an unsecured fault says so. An attacker may have written the fault; at worst, the call is made once more. */
    private Message unsecured(Optional<SoapFault> fault, Addressing reply) {
        if (client.protocol().usesContexts()
                && fault.filter(ClientProtocol::saysForgotten).isPresent()
                && Objects.equals(addressing.messageId(), reply.relatesTo())) {
            client.protocol().forget(sent());
            return repeat("does not know the security context (any more)");
        }
        throw notSecured(fault, client.protocol().usesContexts());
    }

    private Message repeat(String reason) {
        if (isOneWay()) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The service " + reason
                            + ", so it did not process the one-way message (expected it to know its context). Send it"
                            + " again.");
        }
        if (repeated) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The service " + reason
                            + ", and said so again after a new context was made for the call (expected it to accept"
                            + " that one). The call was not processed. Set establishSecurityContext to the same on both sides;"
                            + " and several services behind one address need one store, or calls of a client that stay with one of"
                            + " them.");
        }
        repeated = true;
        LOG.info("The service {}: call {} is made again", reason, messageId());
        addressing = newAddressing();
        // The message may be written once only, so its body is taken from the first request.
        OutgoingMessage again =
                new OutgoingMessage(addressing, Objects.requireNonNull(plain).headers(), sent().body());
        byte[] octets = protect(again).octets();
        return verify(() -> peer.exchange(octets));
    }

    private ProtectedMessage sent() {
        return Objects.requireNonNull(request);
    }

    private static boolean isFault(VerifiedMessage reply, String action, String subcode) {
        return action.equals(reply.addressing().action())
                && fault(reply)
                        .filter(fault -> fault.subcodes().stream()
                                .anyMatch(code -> code.localName().equals(subcode)))
                        .isPresent();
    }

    private static Optional<SoapFault> fault(VerifiedMessage reply) {
        return reply.envelope().content().flatMap(SoapFault::read);
    }

    /** The RI does not look at what comes back to a one-way message, and WCF tells of a fault. */
    private static void requireNoFault(VerifiedMessage answer) {
        fault(answer).ifPresent(fault -> {
            throw new ProtocolException(
                    "The service answered the one-way message with a fault, '" + fault + "'. Its log has the reason.");
        });
    }

    /** Requires that a fault does not come as a reply whose body the contract leaves free: anyone could have put it there. */
    private void requireSignedFault(VerifiedMessage answer) {
        String answered = Objects.requireNonNullElse(answer.addressing().action(), "");
        boolean freeReply = client.requirements()
                .operation(action)
                .filter(operation -> operation.replyAction().equals(answered))
                .filter(operation -> !operation.reply().body().isSigned())
                .isPresent();
        if (freeReply && fault(answer).isPresent()) {
            throw new MessageSecurityException(
                    SecurityFault.PART_NOT_SIGNED,
                    "A fault came under the action of a reply, whose body is not signed (expected the action of a fault, and its signature). Anyone on"
                            + " the path may have written it; the service's log has the reason if it is the service's.");
        }
    }

    private static MessageSecurityException notSecured(Optional<SoapFault> fault, boolean usesContexts) {
        return fault.map(found -> new MessageSecurityException(
                        SecurityFault.FAULT_NOT_SECURED,
                        "The service or an intermediary refused the request: an unsecured fault came back, '" + found
                                + "'. The service's log has the reason."
                                + (!usesContexts && ClientProtocol.saysForgotten(found) ? OF_SESSIONS_ONLY : "")))
                .orElseGet(() -> new MessageSecurityException(
                        SecurityFault.REPLY_NOT_SECURED,
                        "The reply carries no security (expected one secured like the request). Check the address: it may be another service,"
                                + " or one without message security."));
    }

    private void requireRelated(Addressing reply) {
        if (!Objects.equals(addressing.messageId(), reply.relatesTo())) {
            throw new MessageSecurityException(
                    SecurityFault.REPLY_UNRELATED,
                    "The reply relates to '" + reply.relatesTo() + "' (expected '" + messageId() + "').");
        }
    }

    private static long microsSince(long start) {
        return (System.nanoTime() - start) / 1_000;
    }
}

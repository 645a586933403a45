// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.conversation.SecuritySession;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a client, from its request in clear to its verified reply. For one thread. */
final class ClientCall {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCall.class);

    private final ClientSecurity client;
    private final String action;
    private final Message message;
    private final TransportPeer peer;
    private Addressing addressing;
    private @Nullable ProtectedMessage request;
    private boolean repeated;

    ClientCall(ClientSecurity client, String action, Message message, TransportPeer peer) {
        this.client = client;
        this.action = action;
        this.message = message;
        this.peer = peer;
        this.addressing = Addressing.request(action, peer.address());
    }

    String messageId() {
        return addressing.messageIdForLog();
    }

    /** Protects the request in the mode of the binding, which may open a session before. */
    ProtectedMessage protect() {
        long start = System.nanoTime();
        // A message may be written once only, and one of a session may have to be repeated.
        Message written = client.session().isPresent() && !repeated ? message.copy() : message;
        var outgoing = PlainMessages.outgoing(written, addressing);
        ProtectedMessage made = client.session()
                .map(session -> session.protect(outgoing, peer))
                .orElseGet(() -> client.direct().protect(outgoing, peer.identity()));
        request = made;
        LOG.debug("Protected request {} for {} in {} µs", messageId(), peer.address(), microsSince(start));
        return made;
    }

    /**
     * Verifies the reply. Where the service does not know the session any more, or wants a new key first, it has not processed the
     * request, and the call is made once more.
     *
     * @throws MessageSecurityException with the first rule that the reply breaks
     */
    Message verify(ReceivedMessage reply) {
        return client.session().map(session -> verify(reply, session)).orElseGet(() -> accepted(direct(reply)));
    }

    private VerifiedMessage direct(ReceivedMessage reply) {
        long start = System.nanoTime();
        requireSecured(reply);
        VerifiedMessage verified = client.direct().verify(reply, sent());
        // Interop: WCF accepts a reply without RelatesTo; the key of the request binds it all the same.
        if (verified.addressing().relatesTo() != null) {
            requireRelated(verified.addressing());
        }
        LOG.debug("Verified the reply to {} in {} µs", messageId(), microsSince(start));
        return verified;
    }

    private Message verify(ReceivedMessage reply, SecuritySession session) {
        // Unsecured, so it may be a lie; the worst that it does is that the call is made once more.
        if (SecuritySession.isForgotten(reply)
                && messageId().equals(reply.addressing().relatesTo())) {
            session.forget(sent());
            return repeat("does not know the session (any more)");
        }
        long start = System.nanoTime();
        requireSecured(reply);
        VerifiedMessage verified = session.verify(reply, sent());
        requireRelated(verified.addressing());
        LOG.debug("Verified the reply to {} in {} µs", messageId(), microsSince(start));
        if (Namespaces.SESSION_FAULT_ACTION.equals(verified.addressing().action()) && wantsRenewal(verified)) {
            session.expire(sent());
            return repeat("wants the key of the session renewed");
        }
        return accepted(verified);
    }

    private Message repeat(String reason) {
        if (Boolean.FALSE.equals(peer.template().expectReply)) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The service " + reason
                            + ", so it did not process the one-way message (expected an open session). Send it again: that"
                            + " opens one.");
        }
        if (repeated) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The service " + reason
                            + ", and said so again after a new session was opened for the call (expected it to accept"
                            + " that one). The call was not processed. Several services behind one address need one session store, or"
                            + " calls of a client that stay with one of them.");
        }
        repeated = true;
        LOG.info("The service {}: call {} is made again in a new one", reason, messageId());
        addressing = Addressing.request(action, peer.address());
        return verify(peer.exchange(protect()));
    }

    private Message accepted(VerifiedMessage reply) {
        return PlainMessages.incoming(reply, Addressing.reply(action + "Response", messageId()));
    }

    private ProtectedMessage sent() {
        return Objects.requireNonNull(request);
    }

    private static boolean wantsRenewal(VerifiedMessage reply) {
        return Elements.bodyContent(reply.envelope())
                .flatMap(fault -> Optional.ofNullable(Elements.child(fault, Namespaces.SOAP, "Code")))
                .flatMap(code -> Optional.ofNullable(Elements.child(code, Namespaces.SOAP, "Subcode")))
                .filter(subcode -> Elements.text(subcode).endsWith("RenewNeeded"))
                .isPresent();
    }

    private static void requireSecured(ReceivedMessage received) {
        if (received.isSecured()) {
            return;
        }
        throw received.faultInClear()
                .map(fault -> new MessageSecurityException(
                        SecurityFault.FAULT_NOT_SECURED,
                        "The service refused the request, or somebody in between did: an unsecured fault came back, '"
                                + fault + "'. The service's log has the reason."))
                .orElseGet(() -> new MessageSecurityException(
                        SecurityFault.REPLY_NOT_SECURED,
                        "The reply carries no security (expected one secured like the request). Check the address: it may be another service,"
                                + " or one without message security."));
    }

    private void requireRelated(Addressing reply) {
        if (!messageId().equals(reply.relatesTo())) {
            throw new MessageSecurityException(
                    SecurityFault.REPLY_UNRELATED,
                    "The reply relates to '" + reply.relatesTo() + "' (expected '" + messageId() + "').");
        }
    }

    private static long microsSince(long start) {
        return (System.nanoTime() - start) / 1_000;
    }
}

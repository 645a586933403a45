// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.protection.MessageParts;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sessions at the request of their clients (WS-SecureConversation, February 2005, section 6). */
final class SessionCancellation {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCancellation.class);

    private final SessionProof proof;
    private final SecurityEngine engine;
    private final SessionStore sessions;

    SessionCancellation(SessionProof proof, SecurityEngine engine, SessionStore sessions) {
        this.proof = proof;
        this.engine = engine;
        this.sessions = sessions;
    }

    /** Verifies a request to end a session; making its answer ends the session. */
    SecuredRequest verify(SessionRequest.Cancel request) {
        ServiceSession session = request.session();
        var exchange = new TokenExchange(
                SessionAction.CANCEL,
                proof.of(request.message(), session, MessageParts.SIGNED).message());
        return new SecuredRequest(
                exchange.request(),
                session.owner(),
                Optional.of(session.identifier()),
                Optional.of(() -> cancelled(session, exchange)),
                reply -> lastWord(session, reply));
    }

    private SecuredRequest.SessionAnswer cancelled(ServiceSession session, TokenExchange exchange) {
        String target =
                exchange.wanted().target().map(SecurityContextToken::identifier).orElse("");
        if (!target.equals(session.identifier())) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "A message of the session '" + session + "' asks to cancel '" + target + "' (expected the same).");
        }
        sessions.remove(session);
        LOG.debug("The client cancelled the session {}", session);
        return new SecuredRequest.SessionAnswer(
                exchange.answer(RequestSecurityTokenResponse.cancelled()), session.identifier());
    }

    /** Secures the answer. It is the last message under these keys, unless the request was refused after all. */
    private ProtectedMessage lastWord(ServiceSession session, OutgoingMessage reply) {
        var protection = session.outgoing().protection(Carriage.REFERRED_TO).signedOnly();
        ProtectedMessage last = engine.protect(reply, protection);
        if (!sessions.has(session)) {
            session.destroy();
        }
        return last;
    }
}

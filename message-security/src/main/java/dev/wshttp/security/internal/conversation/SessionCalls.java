// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies the calls of operations in sessions, and secures their replies. */
final class SessionCalls {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCalls.class);

    private final SessionProof proof;
    private final SecurityEngine engine;
    private final SessionStore sessions;
    private final Clock clock;
    private final ProtectionRequirements requirements;

    SessionCalls(SessionProof proof, SecurityEnvironment environment, SessionStore sessions) {
        this.proof = proof;
        this.engine = environment.engine();
        this.sessions = sessions;
        this.clock = environment.clock();
        this.requirements = environment.requirements();
    }

    /** Verifies a call. A call under a key that expired is answered with the demand to renew the key. */
    SecuredRequest verify(SessionRequest.Call request) {
        ServiceSession session = request.session();
        @Nullable String action = request.message().addressing().action();
        SessionProof.Proved proved = proof.of(request.message(), session, requirements.request(action));
        return new SecuredRequest(
                proved.message(),
                session.owner(),
                Optional.of(session.identifier()),
                renewalOf(session, proved.key()),
                new Answer(session, session.enter(), action));
    }

    private Optional<Supplier<SecuredRequest.SessionAnswer>> renewalOf(ServiceSession session, SessionKey key) {
        return key.expires().isAfter(clock.instant()) ? Optional.empty() : Optional.of(() -> keyExpired(session, key));
    }

    private static SecuredRequest.SessionAnswer keyExpired(ServiceSession session, SessionKey key) {
        throw new MessageSecurityException(
                SecurityFault.CONTEXT_KEY_EXPIRED,
                "The key of the session '" + session + "' expired at '" + key.expires()
                        + "' (expected a renewal before). Let the client renew it.");
    }

    /** Secures the answer to one call, which needs the keys of the session until then. */
    private final class Answer implements SecuredRequest.Protector {
        private final ServiceSession session;
        private final ServiceSession.RunningCall call;
        private final @Nullable String action;

        /** @param action that of the call */
        private Answer(ServiceSession session, ServiceSession.RunningCall call, @Nullable String action) {
            this.session = session;
            this.call = call;
            this.action = action;
        }

        @Override
        public ProtectedMessage protect(OutgoingMessage reply) {
            try (call) {
                return engine.protect(
                        reply,
                        session.outgoing()
                                .protection(Carriage.REFERRED_TO)
                                .withParts(requirements.answer(
                                        action, reply.addressing().action())));
            }
        }

        @Override
        public void unanswered() {
            call.close();
        }

        /** Interop: WCF ends the session after an exception that nothing handled. Its client opens another one and does not cancel this one. */
        @Override
        public ProtectedMessage protectLast(OutgoingMessage fault) {
            try {
                sessions.remove(session);
                session.destroy();
            } catch (MessageSecurityException notRemembered) {
                // The session lives on, which its client does not use. The answer counts more.
                LOG.warn("The session {} did not end: {}", session, notRemembered.getMessage());
            }
            return protect(fault);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.protection.MessageParts;
import java.time.Clock;

/** Verifies that a key of its session protects a message, and that the owner of the session is still trusted. */
final class SessionProof {
    private final MessageVerifier verifier;
    private final X509CertificateValidator clients;
    private final SessionStore sessions;
    private final Clock clock;

    /** @param clients judges the owners of sessions */
    SessionProof(MessageVerifier verifier, X509CertificateValidator clients, SessionStore sessions, Clock clock) {
        this.verifier = verifier;
        this.clients = clients;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * A message that was proved to belong to a session.
     *
     * @param key the key of the session that the message used
     */
    record Proved(VerifiedMessage message, SessionKey key) {}

    /**
     * Verifies a message of a session, and takes note that the owner used the session.
     *
     * @param parts the least levels of what the message protects
     * @throws MessageSecurityException with the first rule that the message breaks
     */
    Proved of(ReceivedMessage message, ServiceSession session, MessageParts parts) {
        var expectation = Expectation.context(new Expectation.Context(session.keys(clock.instant()), Carriage.CARRIED));
        VerifiedMessage verified = verifier.verify(message, expectation.withParts(parts));
        // Stricter than WCF, which asks for the certificate when a session is opened or renewed. It comes after the
        // proof, so only the owner can cause it, and before all else, so a refused message neither prolongs nor ends
        // the session.
        clients.require(session.owner());
        SessionKey key = session.used(MessageKey.contextOf(verified), clock.instant());
        // An operation must not run if its answer cannot be secured.
        sessions.requireAlive(session);
        return new Proved(verified, key);
    }
}

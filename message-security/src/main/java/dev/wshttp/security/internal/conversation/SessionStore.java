// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.Lifetime;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Keeps the sessions of a service. Implementations are bounded and safe for use by several threads. */
interface SessionStore {
    /**
     * Keeps a new session for the time that its client has for the first call.
     *
     * @return false if there is no room
     */
    boolean add(ServiceSession session);

    /**
     * Returns the session that a token of a received message names. The message is not verified yet, and the token is not signed, so what it says of a session
     * that is not kept here counts only if this service sealed it.
     */
    default Optional<ServiceSession> find(SecurityContextToken named) {
        return find(named.identifier());
    }

    /** Returns the session of this identifier. Looking a session up does not extend its idle time, because any peer can name a session. */
    Optional<ServiceSession> find(String identifier);

    /**
     * Takes note that the owner used the session.
     *
     * @return false if the session ended meanwhile
     */
    boolean touch(ServiceSession session);

    /**
     * Takes note that the owner used the session.
     *
     * @throws MessageSecurityException as {@link ServiceSession#ended()} if the session ended meanwhile
     */
    default void requireAlive(ServiceSession session) {
        if (!touch(session)) {
            throw session.ended();
        }
    }

    /** Returns how many sessions are alive now. */
    Counts counts();

    /**
     * How many sessions are alive.
     *
     * @param pending those that wait for their first call
     * @param active those that were used by a call
     */
    record Counts(long pending, long active) {}

    /**
     * Ends a session at once; its keys stay, for the last answer.
     *
     * @throws MessageSecurityException if it cannot be remembered that the session ended
     */
    void remove(ServiceSession session);

    /** Returns whether a session was not removed. */
    default boolean has(ServiceSession session) {
        return find(session.identifier()).isPresent();
    }

    /**
     * Requires that a session which is about to get another key has not ended.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONTEXT_NOT_RECOGNIZED} if it has
     */
    default void requireRenewable(ServiceSession session) {}

    /** Returns under which generation of keys for tokens a session is opened. */
    default long generation() {
        return 0;
    }

    /**
     * Returns the token of a new key in the form in which it is issued.
     *
     * @param owner the client of the session
     */
    default SecurityContextToken issued(
            SecurityContextToken token, SharedSecret secret, X509Certificate owner, Lifetime lifetime) {
        return token;
    }
}

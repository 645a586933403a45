// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.util.Optional;

/** Keeps the sessions of a service. Implementations are bounded and safe for use by several threads. */
interface SessionStore {
    /**
     * Keeps a new session for the time that its client has for the first call.
     *
     * @return false if there is no room
     */
    boolean add(ServiceSession session);

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
     * @throws MessageSecurityException with {@link SecurityFault#CONTEXT_NOT_RECOGNIZED} if the session ended meanwhile
     */
    default void requireAlive(ServiceSession session) {
        if (!touch(session)) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The session '" + session
                            + "' ended while a message of it was verified (expected one that is alive).");
        }
    }

    /** Forgets a session at once; its keys stay, for the last answer. */
    void remove(ServiceSession session);
}

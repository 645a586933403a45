// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import java.util.Optional;

/** Where a service keeps its sessions. Implementations are bounded and safe for use by several threads. */
interface SessionStore {
    /**
     * Keeps a new session for the time that a client has to use it first.
     *
     * @return false if there is no room
     */
    boolean add(ServiceSession context);

    /** The session of this identifier. To ask for it does not keep it alive: whoever names a session need not own it. */
    Optional<ServiceSession> find(String identifier);

    /**
     * Takes note that the session's owner used it.
     *
     * @return false if it is over meanwhile
     */
    boolean touch(ServiceSession context);

    /** Forgets a session at once; its keys stay, for the last answer. */
    void remove(ServiceSession context);
}

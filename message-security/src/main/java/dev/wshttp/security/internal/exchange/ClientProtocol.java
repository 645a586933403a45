// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;

/**
 * Chooses the keys that protect the requests of a port and the replies to them (WCF: {@code SecurityProtocol}). The four modes of the binding are
 * compositions: a session is opened under another protocol, which is direct or negotiated. Implementations are safe for use by several threads.
 */
public interface ClientProtocol {
    /**
     * Returns how to protect a request to a service. May exchange messages with the service first.
     *
     * @throws dev.wshttp.security.MessageSecurityException if the service is not the expected one, or refuses; then the request must not be sent
     */
    Protection protection(Peer peer);

    /** Returns what the reply to a request has to prove. */
    Expectation expectation(ProtectedMessage request);

    /** Returns whether requests name a security context. If the service has forgotten the context, the call is made again. */
    default boolean usesContexts() {
        return true;
    }

    /** Returns whether there is a security context with the service now, which it has agreed to. */
    default boolean isOpen() {
        return false;
    }

    /** Takes note that the service does not know the context of a request any more: the next request gets another one. */
    default void forget(ProtectedMessage request) {}

    /** Takes note that the service ends, or has ended, the session of a request, if there is one: the next request opens another. */
    default void ended(ProtectedMessage request) {}

    /** Takes note that the key of a request expired: the next request gets another one. */
    default void expire(ProtectedMessage request) {}

    /** Ends what is open with the service. Does not throw, whatever the service answers. */
    default void close(Peer peer) {}

    /**
     * Returns whether an unsecured fault says that the service does not know the security context of the request. An attacker may have written
     * it; at worst, another context is made.
     */
    static boolean saysForgotten(SoapFault fault) {
        return fault.is("Sender", "BadContextToken");
    }
}

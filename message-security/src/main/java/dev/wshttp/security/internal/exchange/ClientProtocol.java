// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;

/**
 * Which keys protect the requests of a port and the replies to them (WCF: {@code SecurityProtocol}). The four modes of the binding are
 * compositions: a session is opened under another protocol, be it direct or negotiated. Implementations are safe for use by several
 * threads.
 */
public interface ClientProtocol {
    /**
     * How to protect a request for a service. It may take messages to find out.
     *
     * @throws dev.wshttp.security.MessageSecurityException if the service is not the expected one or refuses; the request is not sent then
     */
    Protection protection(Peer peer);

    /** What the reply to a request has to prove. */
    Expectation expectation(ProtectedMessage request);

    /** Whether requests name a context, which the service may have forgotten; the request is then made again. */
    default boolean usesContexts() {
        return true;
    }

    /** Takes note that the context of this request is of no use any more: the next request gets another. */
    default void forget(ProtectedMessage request) {}

    /** Takes note that the key of this request is over: the next request gets another. */
    default void expire(ProtectedMessage request) {}

    /** Ends what is open with the service. Whatever the service answers, it does not throw. */
    default void close(Peer peer) {}

    /**
     * Whether a reply says that the service does not know the context of the request. It is unsecured, so it may be a lie; the worst that it
     * does is that another context is made.
     */
    static boolean isForgotten(ReceivedMessage reply) {
        return !reply.isSecured()
                && reply.faultInClear()
                        .filter(fault -> fault.is("Sender", "BadContextToken"))
                        .isPresent();
    }
}

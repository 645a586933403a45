// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.wss.ReceivedMessage;

/** The service as a client reaches it. */
public interface Peer {
    /** Returns what {@code wsa:To} says. */
    String address();

    /** Returns what the service's certificate has to prove. */
    EndpointIdentity identity();

    /**
     * Sends a message of the protocol, not of the application, and waits for the answer.
     *
     * @param envelope the whole message in UTF-8
     * @throws RuntimeException if there is no answer that can be read
     */
    ReceivedMessage exchange(byte[] envelope);

    /** Returns the name of the service. A key is of use with one service only, and the application may point a port at another one. */
    default Name name() {
        return new Name(address(), identity());
    }

    /** The name of a service, without the way to it. */
    record Name(String address, EndpointIdentity identity) {}
}

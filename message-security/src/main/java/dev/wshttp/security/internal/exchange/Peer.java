// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.wss.ReceivedMessage;

/** The service that a client calls: its address, its expected identity, and a way to send messages of the protocol to it. */
public interface Peer {
    /** Returns the address of the service, as {@code wsa:To} has it. */
    String address();

    /** Returns the identity that the service's certificate has to prove. */
    EndpointIdentity identity();

    /**
     * Sends a message of the protocol, not of the application, and waits for the answer.
     *
     * @param envelope the whole message in UTF-8
     * @throws RuntimeException if there is no answer that can be read
     */
    ReceivedMessage exchange(byte[] envelope);

    /** Returns the name of the service. A key is valid for one service only, and the application may change the address of a port. */
    default Name name() {
        return new Name(address(), identity());
    }

    /** The name of a service, without the way to it. */
    record Name(String address, EndpointIdentity identity) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.wss.ReceivedMessage;

/** The service as a client reaches it. */
public interface Peer {
    /** What {@code wsa:To} says. */
    String address();

    /** What the service's certificate has to prove. */
    EndpointIdentity identity();

    /**
     * Sends a message that the application knows nothing of, and waits for the answer.
     *
     * @param envelope the whole message in UTF-8
     * @throws RuntimeException if there is no answer that can be read
     */
    ReceivedMessage exchange(byte[] envelope);

    /** Whom a key that was made with this service is of use with: a port may be pointed elsewhere. */
    default Name name() {
        return new Name(address(), identity());
    }

    /** A service, apart from the way to it. */
    record Name(String address, EndpointIdentity identity) {}
}

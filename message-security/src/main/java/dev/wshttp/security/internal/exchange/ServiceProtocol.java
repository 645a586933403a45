// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;

/**
 * Chooses the keys that protect requests and replies outside a session: the key that the request carries, or a negotiated key.
 * Implementations are safe for use by several threads.
 */
public interface ServiceProtocol {
    /**
     * Returns what a request has to prove.
     *
     * @throws MessageSecurityException if the request names no key that this service knows
     */
    Expectation expectation(ReceivedMessage request);

    /**
     * Returns the trusted certificate of the client that sent a verified request.
     *
     * @throws MessageSecurityException if the key of the request ended meanwhile
     */
    X509Certificate sender(VerifiedMessage request);

    /** Returns how to protect the reply to a verified request, or the fault that takes its place. */
    Protection protection(VerifiedMessage request);

    /**
     * Takes note that a verified request opened or renewed a session, and makes sure that no other does so by the same proof.
     *
     * @throws MessageSecurityException if another one did
     */
    default void spend(VerifiedMessage request) {}
}

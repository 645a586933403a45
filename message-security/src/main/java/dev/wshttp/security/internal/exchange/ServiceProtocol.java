// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;
import java.util.function.UnaryOperator;

/**
 * Which keys protect the requests to an endpoint, and the replies, outside a session: those of the request itself, or of a context that was
 * negotiated. Implementations are safe for use by several threads.
 */
public interface ServiceProtocol {
    /**
     * Verifies a request.
     *
     * @param also what the request has to prove besides
     * @throws MessageSecurityException with the first rule that it breaks
     */
    VerifiedMessage verify(ReceivedMessage request, UnaryOperator<Expectation> also);

    /**
     * The trusted certificate that stands behind a verified request.
     *
     * @throws MessageSecurityException if the context that it belongs to ended meanwhile
     */
    X509Certificate sender(VerifiedMessage request);

    /** How to protect the reply to a verified request, or the fault that takes its place. */
    Protection protection(VerifiedMessage request);

    /**
     * Takes note that a verified request opened or renewed a session, and makes sure that no other does so by the same proof.
     *
     * @throws MessageSecurityException if another one did
     */
    default void spend(VerifiedMessage request) {}
}

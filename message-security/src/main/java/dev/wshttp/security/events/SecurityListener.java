// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.events;

import dev.wshttp.security.MessageSecurityException;
import java.time.Duration;

/**
 * Hears what a service's endpoint does with requests. {@link dev.wshttp.security.MessageSecurityFeature#withListener} adds one.
 *
 * <p>Every request is told once as accepted or as refused; an accepted call, and an accepted request about a session, once more when it is answered, or when
 * the operation itself refuses its caller. The methods run in the thread that processes the request, so they have to be fast, and safe for use by several threads. Each does nothing unless it is
 * implemented.
 */
public interface SecurityListener {
    /**
     * An endpoint was made. Its state may be asked for until it ends.
     *
     * @throws RuntimeException which then prevents that the endpoint is published
     */
    default void started(EndpointStatus endpoint) {}

    /** An endpoint has ended. What this method throws is logged. */
    default void ended(EndpointStatus endpoint) {}

    /**
     * The sender of a call has proved who it is. Whether it may make the call is not decided yet.
     *
     * @throws RuntimeException as {@link #accepted}
     */
    default void authenticated(ObservedRequest call) {}

    /**
     * A request was verified, and its sender may make it. A call is now given to the application; a request about a session is done; a leg of a negotiation has its answer, and its
     * caller is known if it was the last one.
     *
     * @param time how long the verification took, and the work for the answer of a request that is not a call
     * @throws RuntimeException which refuses the request with {@link dev.wshttp.security.SecurityFault#INTERNAL_ERROR}: an audit trail that must not have
     *     gaps does so
     */
    default void accepted(ObservedRequest request, Duration time) {}

    /**
     * A request was refused. What this method throws is logged.
     *
     * @param reason its message may quote text of the peer
     */
    default void refused(ObservedRequest request, MessageSecurityException reason) {}

    /**
     * An accepted request has its answer, which was protected and is sent next. What this method throws is logged.
     *
     * @param time how long the protection took; zero without an answer
     */
    default void answered(ObservedRequest request, AnswerKind answer, Duration time) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.events;

import dev.wshttp.security.SecurityFault;
import java.util.Optional;

/**
 * Hears each message that a port or an endpoint sends or receives, as the network has it, and whether this side accepted what it received. It gets no key,
 * and nothing that this side decrypted. {@link dev.wshttp.security.MessageSecurityFeature#withWireListener} adds one, to a client's feature or a service's.
 *
 * <p>The methods run in the thread that processes the message, so they have to be fast, and safe for use by several threads. What they throw is logged and
 * changes nothing for the message.
 */
@FunctionalInterface
public interface WireListener {
    /** A message was received, or is sent next. The messages of a negotiation and of a session are told like those of calls. */
    void passed(WireMessage message);

    /**
     * A service verified a request, or a client the reply to its call.
     *
     * @param requestId {@code wsa:MessageID} of the request; empty if it has none
     */
    default void accepted(Optional<String> requestId) {}

    /**
     * A service refused a request, or a client the reply to a request of its own.
     *
     * @param requestId {@code wsa:MessageID} of the request; empty if it has none, or is not known. What a service refuses has any text in it
     * @param reason the first rule that the message breaks
     */
    default void refused(Optional<String> requestId, SecurityFault reason) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.events;

import dev.wshttp.security.context.X509Identity;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What is known of a request when something happened to it. Immutable and safe for use by several threads.
 *
 * <p>The message id and the action are text of the peer, and of a refused request any text: use
 * {@link dev.wshttp.security.UntrustedText} before a terminal or a log shows them, and never make them the name or the tag of a metric.
 *
 * @param kind what the request asks for, or claims to
 * @param messageId {@code wsa:MessageID}, if the request has one
 * @param action {@code wsa:Action}, which names the operation of a call
 * @param from the remote address, if the transport tells it
 * @param caller who sent the request; empty until that is proved
 * @param session the identifier of the session; empty outside sessions, and until the request is proved to belong to it
 */
public record ObservedRequest(
        RequestKind kind,
        Optional<String> messageId,
        Optional<String> action,
        Optional<InetAddress> from,
        Optional<X509Identity> caller,
        Optional<String> session) {
    /** Returns the same request after its sender was proved. */
    public ObservedRequest of(X509Identity provedCaller, Optional<String> provedSession) {
        return new ObservedRequest(kind, messageId, action, from, Optional.of(provedCaller), provedSession);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.internal.wss.ReceivedMessage;

/**
 * A received message, classified: it opens, renews or cancels a session, or is a call in one (WS-SecureConversation, February 2005, sections 4 to 6).
 * The message is not verified yet.
 */
public sealed interface SessionRequest {
    /** Returns the message as it was received. */
    ReceivedMessage message();

    /** A request that is protected directly or by a negotiated key, and not by the key of a session. */
    sealed interface Bootstrapped extends SessionRequest {}

    /** Asks for a new session. */
    record Issue(ReceivedMessage message) implements Bootstrapped {}

    /** Asks for another key of a session. */
    record Renew(ReceivedMessage message, ServiceSession session) implements Bootstrapped {}

    /** Ends a session. */
    record Cancel(ReceivedMessage message, ServiceSession session) implements SessionRequest {}

    /** Calls an operation in a session. */
    record Call(ReceivedMessage message, ServiceSession session) implements SessionRequest {}
}

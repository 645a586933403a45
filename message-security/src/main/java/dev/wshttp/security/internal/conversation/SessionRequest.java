// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.internal.wss.ReceivedMessage;

/**
 * A message to a service with sessions, classified by what it asks of them (WS-SecureConversation, February 2005, sections 4 to 6). Nothing of it
 * is proved yet.
 */
public sealed interface SessionRequest {
    /** Returns the message as it was received. */
    ReceivedMessage message();

    /** A request under the protection that opens sessions, not under the key of one. */
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

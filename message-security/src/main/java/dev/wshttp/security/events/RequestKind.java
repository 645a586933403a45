// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.events;

import java.util.Locale;

/** What a request asks for. Of a request that was refused, it is what the request claims. */
public enum RequestKind {
    /** An operation of the application. */
    CALL,
    /** A leg of a negotiation. */
    NEGOTIATION_LEG,
    /** A new session. */
    SESSION_OPENING,
    /** Another key of a session. */
    SESSION_RENEWAL,
    /** The end of a session. */
    SESSION_CANCELLATION,
    /** The octets are no envelope, so nothing is known. */
    UNREADABLE;

    /** Returns the name that metrics and the audit trail use, such as {@code session-opening}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

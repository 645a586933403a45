// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The WS-Addressing 1.0 properties of one message; absent ones are null. Those of a received message are claims until it is
 * verified.
 */
public record Addressing(
        @Nullable String action,
        @Nullable String messageId,
        @Nullable String relatesTo,
        @Nullable String replyTo,
        @Nullable String faultTo,
        @Nullable String to) {

    /** Returns the headers of a request: a new message id and an anonymous reply address. */
    public static Addressing request(String action, String to) {
        return new Addressing(action, "urn:uuid:" + UUID.randomUUID(), null, Namespaces.ANONYMOUS, null, to);
    }

    /** Returns the headers of a request without a reply. Interop: WCF sends neither an id nor a reply address. */
    public static Addressing oneWay(String action, String to) {
        return new Addressing(action, null, null, null, null, to);
    }

    /** Returns the headers of a reply. Interop: WCF sends neither a destination nor an id of its own. */
    public static Addressing reply(String action, @Nullable String relatesTo) {
        return new Addressing(action, null, relatesTo, null, null, null);
    }

    /** Returns the message id for a log line; empty if there is none. */
    public String messageIdForLog() {
        return messageId == null ? "" : messageId;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The WS-Addressing 1.0 properties of one message; those that are absent are null. As read from the wire they are claims until the
 * message has been verified.
 */
public record Addressing(
        @Nullable String action,
        @Nullable String messageId,
        @Nullable String relatesTo,
        @Nullable String replyTo,
        @Nullable String faultTo,
        @Nullable String to) {

    /** What a request says: a new message id and an anonymous reply address. */
    public static Addressing request(String action, String to) {
        return new Addressing(action, "urn:uuid:" + UUID.randomUUID(), null, Namespaces.ANONYMOUS, null, to);
    }

    /** What a reply says: WCF sends neither a destination nor an id of its own. */
    public static Addressing reply(String action, @Nullable String relatesTo) {
        return new Addressing(action, null, relatesTo, null, null, null);
    }

    /** The message id for a log line. */
    public String messageIdForLog() {
        return messageId == null ? "" : messageId;
    }
}

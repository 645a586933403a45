// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import java.util.UUID;

/**
 * A {@code wsc:SecurityContextToken} (WS-SecureConversation, February 2005, section 3): the name of a security context. Not secret.
 *
 * @param id by which references in the same message name the token
 * @param identifier of the context, the same for all its keys
 * @param instance which of the context's keys, empty for the first one
 */
public record SecurityContextToken(String id, String identifier, String instance) {
    /** Returns a new id, in the form of WCF, for a token that lives longer than one message. */
    public static String newId() {
        return "uuid-" + UUID.randomUUID() + "-1";
    }

    /** Returns whether a message names this key. */
    public boolean isNamed(String otherIdentifier, String otherInstance) {
        return identifier.equals(otherIdentifier) && instance.equals(otherInstance);
    }
}

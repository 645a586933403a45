// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import java.util.UUID;

/**
 * A {@code wsc:SecurityContextToken} (WS-SecureConversation, February 2005, section 3): the name of a security context. Not secret.
 *
 * @param id by which references in the same message name the token
 * @param identifier of the context, the same for all its keys
 * @param instance which of the context's keys, empty for the first one
 * @param issued the whole element in the form in which a service issued it, for a client to send it back; empty if there is no more in it than the other
 *     components say
 * @param references how references in the same message name the token
 */
public record SecurityContextToken(
        String id, String identifier, String instance, String issued, References references) {
    /** Makes a token of the usual form. */
    public SecurityContextToken(String id, String identifier, String instance) {
        this(id, identifier, instance, "", References.TYPED);
    }

    /** Whether a reference has the type of the token beside its id. */
    public enum References {
        TYPED,
        UNTYPED
    }

    /** Returns a new id, in the form of WCF, for a token that lives longer than one message. */
    public static String newId() {
        return "uuid-" + UUID.randomUUID() + "-1";
    }

    /** Returns the same token in the form in which it was issued. */
    public SecurityContextToken issuedAs(String element) {
        return new SecurityContextToken(id, identifier, instance, element, references);
    }

    /** Returns the same token, named by references without its type. */
    public SecurityContextToken untyped() {
        return new SecurityContextToken(id, identifier, instance, issued, References.UNTYPED);
    }

    /** Returns whether a message names this key. */
    public boolean isNamed(String otherIdentifier, String otherInstance) {
        return identifier.equals(otherIdentifier) && instance.equals(otherInstance);
    }
}

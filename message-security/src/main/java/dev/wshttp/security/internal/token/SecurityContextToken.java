// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import java.util.UUID;

/**
 * A {@code wsc:SecurityContextToken} (WS-SecureConversation, February 2005, section 3): the name of a security context. Not secret.
 *
 * @param id by which references in the same message name the token
 * @param identifier of the context, the same for all its keys
 * @param instance which of the context's keys, empty for the first one
 * @param cookie the state of the context in a form that only services with the same key can read (WCF: {@code dnse:Cookie}), as base64; empty if the service
 *     keeps the state, and at a client, to which it is a part of {@code issued}
 * @param issued the whole element in the form in which a service issued it, for a client to send it back; empty if there is no more in it than the other
 *     components say
 * @param references how references in the same message name the token
 */
public record SecurityContextToken(
        String id, String identifier, String instance, String cookie, String issued, References references) {
    /** Makes a token of the usual form. */
    public SecurityContextToken(String id, String identifier, String instance) {
        this(id, identifier, instance, "", "", References.TYPED);
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
        return new SecurityContextToken(id, identifier, instance, cookie, element, references);
    }

    /** Returns the same token, named by references without its type. */
    public SecurityContextToken untyped() {
        return new SecurityContextToken(id, identifier, instance, cookie, issued, References.UNTYPED);
    }

    /** Returns the same token with the state of its context in it. */
    public SecurityContextToken withCookie(String state) {
        return new SecurityContextToken(id, identifier, instance, state, issued, references);
    }

    /** Returns whether a message names this key. */
    public boolean isNamed(String otherIdentifier, String otherInstance) {
        return identifier.equals(otherIdentifier) && instance.equals(otherInstance);
    }

    /**
     * Returns whether a message carries this token. One with a cookie has to come as it was issued: the state was sealed for its id and its names. The id of
     * one without means nothing outside the message.
     */
    public boolean isCarriedAs(SecurityContextToken received) {
        return isNamed(received.identifier, received.instance)
                && cookie.equals(received.cookie)
                && (cookie.isEmpty() || id.equals(received.id));
    }
}

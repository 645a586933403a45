// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.WCF_SECURITY;

import dev.wshttp.security.internal.token.SecurityContextToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code wsc:SecurityContextToken} of a message. No signature covers it: it is a claim, whose names and cookie count for as much as the key that
 * they lead to.
 */
final class CarriedToken {
    private CarriedToken() {}

    /**
     * Reads a token.
     *
     * @throws dev.wshttp.security.MessageSecurityException with {@code SECURITY_HEADER_MALFORMED} if it has more than one cookie, or an empty one
     */
    static SecurityContextToken read(ReceivedElement token) {
        @Nullable String identifier = null;
        @Nullable String instance = null;
        @Nullable String cookie = null;
        for (ReceivedElement child : token.elements()) {
            if (identifier == null && child.is(CONVERSATION, "Identifier")) {
                identifier = child.text();
            } else if (instance == null && child.is(CONVERSATION, "Instance")) {
                instance = child.text();
            } else if (child.is(WCF_SECURITY, "Cookie")) {
                cookie = onlyCookie(cookie, child.text());
            }
        }
        var named = new SecurityContextToken(token.id(), textOf(identifier), textOf(instance));
        return cookie == null ? named : named.withCookie(cookie);
    }

    private static String onlyCookie(@Nullable String before, String cookie) {
        if (before != null || cookie.isEmpty()) {
            throw Refusal.malformed(
                    "a SecurityContextToken with " + (before == null ? "an empty Cookie" : "several Cookies"),
                    "one Cookie as the service issued it, or none");
        }
        return cookie;
    }

    private static String textOf(@Nullable String text) {
        return text == null ? "" : text;
    }
}

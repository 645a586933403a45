// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.internal.soap.Namespaces;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The actions on a security context (WS-SecureConversation, February 2005, sections 4 to 6). */
public enum SessionAction {
    ISSUE("", "Issue"),
    RENEW("/Renew", "Renew"),
    CANCEL("/Cancel", "Cancel");

    private final String suffix;
    private final String type;

    SessionAction(String suffix, String type) {
        this.suffix = suffix;
        this.type = type;
    }

    /** Returns the action whose request has this {@code wsa:Action}, if there is one. */
    public static Optional<SessionAction> ofRequest(@Nullable String action) {
        return Arrays.stream(values())
                .filter(each -> each.request().equals(action))
                .findFirst();
    }

    /** Returns the {@code wsa:Action} of the request. */
    public String request() {
        return Namespaces.TRUST + "/RST/SCT" + suffix;
    }

    /** Returns the {@code wsa:Action} of the reply. */
    public String reply() {
        return Namespaces.TRUST + "/RSTR/SCT" + suffix;
    }

    /** Returns the {@code wst:RequestType}. */
    String requestType() {
        return Namespaces.TRUST + "/" + type;
    }

    /** Returns the name of the element that names the context to renew or to cancel. */
    String targetElement() {
        return type + "Target";
    }
}

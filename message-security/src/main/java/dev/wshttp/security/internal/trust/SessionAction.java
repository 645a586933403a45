// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.internal.soap.Namespaces;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The actions on a security context (WS-SecureConversation, February 2005, sections 4 to 6). */
public enum SessionAction {
    ISSUE("", "Issue"),
    RENEW("/Renew", "Renew"),
    CANCEL("/Cancel", "Cancel");

    private static final List<SessionAction> ALL = List.of(values());

    private final String type;
    private final String request;
    private final String reply;

    SessionAction(String suffix, String type) {
        this.type = type;
        this.request = Namespaces.TRUST + "/RST/SCT" + suffix;
        this.reply = Namespaces.TRUST + "/RSTR/SCT" + suffix;
    }

    /** Returns the action whose request has this {@code wsa:Action}, if there is one. */
    public static Optional<SessionAction> ofRequest(@Nullable String action) {
        for (SessionAction each : ALL) {
            if (each.request.equals(action)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Returns the {@code wsa:Action} of the request. */
    public String request() {
        return request;
    }

    /** Returns the {@code wsa:Action} of the reply. */
    public String reply() {
        return reply;
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

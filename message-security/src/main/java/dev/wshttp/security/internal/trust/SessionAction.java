// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.internal.soap.Namespaces;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one side asks of a security context (WS-SecureConversation, February 2005, sections 4 to 6). */
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

    /** The action of a request, if it is one of these. */
    public static Optional<SessionAction> ofRequest(@Nullable String action) {
        return Arrays.stream(values())
                .filter(each -> each.request().equals(action))
                .findFirst();
    }

    /** The {@code wsa:Action} of the request. */
    public String request() {
        return Namespaces.TRUST + "/RST/SCT" + suffix;
    }

    /** The {@code wsa:Action} of the reply. */
    public String reply() {
        return Namespaces.TRUST + "/RSTR/SCT" + suffix;
    }

    /** The {@code wst:RequestType}. */
    String requestType() {
        return Namespaces.TRUST + "/" + type;
    }

    /** The element that names the context, in a request that is about one. */
    String targetElement() {
        return type + "Target";
    }
}

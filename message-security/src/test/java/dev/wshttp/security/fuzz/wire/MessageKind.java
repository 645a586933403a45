// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.fuzz.mutation.WireMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request is for, and so its reply. */
enum MessageKind {
    /** A call that the application answers. */
    CALL,
    /** A call that the application answers with a fault of its own. */
    REFUSED_CALL,
    OPEN,
    RENEW,
    CANCEL,
    FIRST_LEG,
    SECOND_LEG;

    private static final Pattern ACTION = Pattern.compile("<\\w+:Action[^>]*>([^<]*)<");

    /** What a genuine request is for. */
    static MessageKind of(WireMessage request) {
        Matcher action = ACTION.matcher(request.text());
        if (!action.find()) {
            throw new IllegalArgumentException("no request of this library: " + request.text());
        }
        String name = action.group(1).substring(action.group(1).indexOf("/trust/") + 1);
        return switch (name) {
            case "trust/RST/SCT" -> OPEN;
            case "trust/RST/SCT/Renew" -> RENEW;
            case "trust/RST/SCT/Cancel" -> CANCEL;
            case "trust/RST/Issue" -> FIRST_LEG;
            case "trust/RSTR/Issue" -> SECOND_LEG;
            default -> action.group(1).equals(Desk.REFUSE) ? REFUSED_CALL : CALL;
        };
    }

    boolean isCall() {
        return this == CALL || this == REFUSED_CALL;
    }
}

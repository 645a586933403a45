// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.message.Message.Sender;

/** Says what a message is for, by its action and what it carries. */
final class Purpose {
    private Purpose() {}

    static String of(Message message) {
        boolean answer = message.sender() == Sender.SERVICE;
        boolean leg = message.flight().isPresent();
        return switch (message.shortAction()) {
            case "RST/Issue" -> "begins a negotiation: the client says hello";
            case "RSTR/Issue" -> leg(message, answer, leg);
            case "RST/SCT" -> "asks for a session, with the client's share of its key";
            case "RSTR/SCT" -> "opens the session, with the service's share of its key";
            case "RST/SCT/Renew" -> "asks for a new key of the session";
            case "RSTR/SCT/Renew" -> "gives the session a new key";
            case "RST/SCT/Cancel" -> "ends the session";
            case "RSTR/SCT/Cancel" -> "confirms that the session is ended";
            case "fault", "SecureConversationFault" -> "refuses: a fault";
            case "" -> "a message without an action";
            default -> answer ? "answers the call" : "a call";
        };
    }

    private static String leg(Message message, boolean answer, boolean leg) {
        if (!answer) {
            return "who the client is: its certificate and signature";
        }
        boolean last = message.wire()
                .root()
                .first(Ns.CONVERSATION, "SecurityContextToken")
                .isPresent();
        return last
                ? "a token for both, its key, and the proof of the negotiation"
                : leg ? "who the service is, and: who are you?" : "an answer of the negotiation";
    }
}

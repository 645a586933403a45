// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The messages of the demo in their order: a negotiation, a session, five calls, the end of the session. Knows what each is for, and
 * tells what the network could read of it.
 */
final class SeenTraffic {
    private static final String LIKEWISE = "likewise, and so is its answer";
    private static final List<Step> STEPS = List.of(
            new Step(
                    "RST/Issue",
                    "leg 1: the client says hello",
                    "RSTR/Issue",
                    "its answer: who the service is, and: who are you?"),
            new Step(
                    "RSTR/Issue",
                    "leg 2: who the client is",
                    "RSTR/Issue",
                    "the last leg: a token for both, and its key"),
            new Step(
                    "RST/SCT",
                    "opens a session, under that token",
                    "RSTR/SCT",
                    "the session has a token and a key of its own"),
            new Step("Add", "a call, under the keys of the session", "AddResponse", "the result"),
            new Step("Subtract", LIKEWISE, "SubtractResponse", "its result"),
            new Step("Multiply", LIKEWISE, "MultiplyResponse", "its result"),
            new Step("Divide", LIKEWISE, "DivideResponse", "its result"),
            new Step("GetCallerIdentity", LIKEWISE, "GetCallerIdentityResponse", "its result"),
            new Step("RST/SCT/Cancel", "ends the session", "RSTR/SCT/Cancel", "it is ended"));

    private final List<byte[]> messages;

    /** @param messages requests and replies by turns */
    SeenTraffic(List<byte[]> messages) {
        this.messages = List.copyOf(messages);
    }

    /** One request with its purpose, and the reply with its meaning. */
    private record Step(String request, String purpose, String reply, String answer) {}

    /**
     * Tells message by message who sends what, and what of it can be read.
     *
     * @throws DemoFailure if other messages were sent than WCF sends
     */
    List<String> story() {
        requireMessages();
        var story = new ArrayList<String>();
        for (int step = 0; step < STEPS.size(); step++) {
            Step expected = STEPS.get(step);
            SeenMessage request = SeenMessage.of(messages.get(2 * step));
            story.add(title(step + 1, "client ", request, expected.purpose()));
            if (!expected.purpose().equals(LIKEWISE)) {
                SeenMessage reply = SeenMessage.of(messages.get(2 * step + 1));
                story.addAll(details(request));
                story.add(title(step + 1, "service", reply, expected.answer()));
                story.addAll(details(reply));
            }
        }
        return story;
    }

    /** @throws DemoFailure if one of these texts can be read in a message */
    void requireUnseen(List<String> secrets) {
        for (int index = 0; index < messages.size(); index++) {
            String seen = new String(messages.get(index), StandardCharsets.UTF_8);
            for (String secret : secrets) {
                if (seen.contains(secret)) {
                    throw new DemoFailure("Message " + (index + 1) + " shows '" + secret
                            + "' to the network (expected cipher text).");
                }
            }
        }
    }

    private void requireMessages() {
        List<String> expected = STEPS.stream()
                .flatMap(step -> List.of(step.request(), step.reply()).stream())
                .toList();
        List<String> found = messages.stream()
                .map(message -> SeenMessage.of(message).action())
                .toList();
        if (!found.equals(expected)) {
            throw new DemoFailure("The recorder saw " + found + " (expected " + expected + ").");
        }
    }

    private static String title(int number, String sender, SeenMessage message, String purpose) {
        return String.format(Locale.ROOT, "%d %s  %-17s  %s", number, sender, message.action(), purpose);
    }

    private static List<String> details(SeenMessage message) {
        var details = new ArrayList<String>();
        add(details, "readable", message.readable());
        add(details, "signed  ", message.signed());
        add(details, "hidden  ", message.hidden());
        return details;
    }

    private static void add(List<String> details, String title, List<String> parts) {
        if (!parts.isEmpty()) {
            details.add("             " + title + "  " + String.join(", ", parts));
        }
    }
}

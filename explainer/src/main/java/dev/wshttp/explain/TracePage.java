// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.explain.TracePart.Content;
import dev.wshttp.explain.TracePart.Event;
import dev.wshttp.explain.TracePart.Judged;
import dev.wshttp.explain.TracePart.Passed;
import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.message.Recorded;
import dev.wshttp.explain.internal.page.Account;
import dev.wshttp.explain.internal.page.Account.Line;
import dev.wshttp.explain.internal.page.Account.Verdict;
import dev.wshttp.explain.internal.page.Disclosure;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.WireMessage;
import dev.wshttp.security.events.WireMessage.Direction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a page of a part of a trace: the messages, explained, and what this side says of them. Used once. */
final class TracePage {
    private static final int LONGEST_TYPE = 60;

    private final String side;
    private final TraceContent content;
    private final int mostElements;
    private List<Recorded> recorded = List.of();
    private final Map<String, SecurityFault> unexplained = new HashMap<>();
    private final Map<String, String> byRequest = new HashMap<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private Optional<String> lastShown = Optional.empty();

    private TracePage(String side, TraceContent content, int mostElements) {
        this.side = side;
        this.content = content;
        this.mostElements = mostElements;
    }

    /**
     * Writes the page. Messages for which there is no room are named and not explained.
     *
     * @param side {@code client} or {@code service}
     * @param mostElements how many elements all messages may have together
     * @throws MessageSecurityException with {@code MESSAGE_TOO_LARGE} if it is larger than a browser shows
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    static void write(Content part, String side, TraceContent content, KeyFile keys, int mostElements, Appendable out) {
        new TracePage(side, content, mostElements).write(part, keys, out);
    }

    private void write(Content part, KeyFile keys, Appendable out) {
        read(part.events());
        var explanation = Explanation.ofTrace(
                recorded, keys, (message, refused) -> unexplained.put(message.label(), refused.fault()));
        Map<String, String> requests = explanation.labels();
        missed(part.missedBefore(), "before");
        int number = 0;
        for (Event event : part.events()) {
            if (event instanceof Passed passed) {
                number++;
                String label = label(passed.message(), number);
                // Of two messages with one id, a decision is about the one before it.
                Optional.ofNullable(requests.get(label))
                        .ifPresent(request -> byRequest.put(key(request, isReply(label)), label));
                lines.add(line(passed, label));
            } else if (event instanceof Judged judged) {
                lines.add(line(judged));
            }
        }
        missed(part.missedAfter(), "after");
        boolean whole = content == TraceContent.WITH_PLAINTEXT_AND_KEYS;
        explanation.page(
                "Trace of a " + side + (whole ? ", WITH PLAINTEXT AND KEYS" : ""),
                whole ? Disclosure.WHOLE : Disclosure.NAMES_ONLY,
                new Account(side, lines, verdicts),
                out);
    }

    private void missed(long messages, String where) {
        if (messages > 0) {
            lines.add(new Line(
                    messages + " messages " + where
                            + " these are not in the trace, because they came faster than pages are written.",
                    Optional.empty()));
        }
    }

    private void read(List<Event> events) {
        var room = new TraceRoom(mostElements);
        int number = 0;
        for (Event event : events) {
            if (event instanceof Passed passed) {
                number++;
                String label = label(passed.message(), number);
                Sender sender = isRequest(passed.message()) ? Sender.CLIENT : Sender.SERVICE;
                try {
                    room.add(Recorded.ofMessage(label, sender, passed.message().octets()))
                            .forEach(left -> unexplained.put(left, SecurityFault.MESSAGE_TOO_LARGE));
                } catch (MessageSecurityException noEnvelope) {
                    unexplained.put(label, noEnvelope.fault());
                }
            }
        }
        recorded = room.messages();
    }

    private boolean isRequest(WireMessage message) {
        return (message.direction() == Direction.SENT) == side.equals("client");
    }

    private static boolean isReply(String label) {
        return label.contains("reply");
    }

    private String label(WireMessage message, int number) {
        return "message " + number + ", a " + (isRequest(message) ? "request" : "reply") + " "
                + (message.direction() == Direction.SENT ? "sent" : "received") + " at " + time(message.time());
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private Line line(Passed passed, String label) {
        WireMessage message = passed.message();
        String type = message.contentType().split(";", 2)[0];
        String text = time(message.time()) + " " + (message.direction() == Direction.SENT ? "sent" : "received") + ": "
                + (isRequest(message) ? "request" : "reply") + ", " + size(passed) + ", "
                + (type.length() <= LONGEST_TYPE ? type : type.substring(0, LONGEST_TYPE) + "…");
        SecurityFault reason = unexplained.get(label);
        lastShown = reason == null ? Optional.of(label) : Optional.empty();
        return new Line(reason == null ? text : text + "; not explained: " + reason, lastShown);
    }

    private static String size(Passed passed) {
        int kept = passed.message().size();
        if (kept == passed.size()) {
            return kept == 0 ? "no octets, or not read" : kept + " octets";
        }
        return passed.size() + " octets, too many for the trace";
    }

    private Line line(Judged judged) {
        boolean answers = side.equals("client");
        String id = judged.requestId().orElse("without an id");
        // A client judges the reply. Where none came, there is the request alone.
        Optional<String> label = Optional.ofNullable(byRequest.get(key(id, answers)))
                .or(() -> Optional.ofNullable(byRequest.get(key(id, false))));
        String verdict = judged.refusal()
                .map(reason -> "✗ refused by this " + side + ": " + reason)
                .orElse("✓ accepted by this " + side);
        // A client refuses a leg of a negotiation under the id of the call that it was for.
        Optional<String> about = label.or(() -> answers ? lastShown : Optional.empty());
        about.ifPresent(known ->
                verdicts.put(known, new Verdict(verdict, judged.refusal().isEmpty())));
        return new Line(
                time(judged.time()) + " " + verdict + " (" + subject(answers, label.isPresent()) + id + ")", about);
    }

    private static String subject(boolean answers, boolean shown) {
        if (answers) {
            return shown ? "reply to the request " : "so this call was not sent: ";
        }
        return "request ";
    }

    private static String key(String request, boolean reply) {
        return (reply ? "reply " : "request ") + TracePart.shortened(request);
    }
}

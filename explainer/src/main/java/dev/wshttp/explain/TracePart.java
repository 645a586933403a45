// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.WireMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of one page of a trace, bounded in number and octets. Not safe for use by several threads. */
final class TracePart {
    static final int MOST_MESSAGES = 100;
    private static final int MOST_EVENTS = 3 * MOST_MESSAGES;
    static final int MOST_OCTETS = 4 * 1024 * 1024;
    /** The octets of a larger message are not kept. */
    static final int LARGEST_MESSAGE = 1024 * 1024;
    /** An id of a request is a URN of 45 characters. What an unauthenticated peer sends in its place is cut here. */
    private static final int LONGEST_ID = 200;

    private final List<Event> events = new ArrayList<>();
    private int messages;
    private long octets;
    private final long missedBefore;

    /** Something that happened. */
    sealed interface Event {}

    /**
     * A message passed.
     *
     * @param size how many octets it had, of which it may have none here
     */
    record Passed(WireMessage message, int size) implements Event {}

    /**
     * This side decided about a message.
     *
     * @param requestId of the request that it is or answers
     * @param refusal empty if it was accepted
     */
    record Judged(Instant time, Optional<String> requestId, Optional<SecurityFault> refusal) implements Event {
        Judged {
            requestId = requestId.map(TracePart::shortened);
        }
    }

    /** Returns an id as events have it. */
    static String shortened(String id) {
        return id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID) + "…";
    }

    /**
     * What has happened until now.
     *
     * @param missedBefore how many messages before the first one are not in the trace
     * @param missedAfter how many messages after the last one are not in the trace
     */
    record Content(List<Event> events, long missedBefore, long missedAfter) {}

    /** @param missedBefore how many messages before the first one are not in the trace */
    TracePart(long missedBefore) {
        this.missedBefore = missedBefore;
    }

    boolean isFull() {
        return messages == MOST_MESSAGES || octets >= MOST_OCTETS;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    void add(WireMessage message) {
        int size = message.size();
        boolean kept = size <= LARGEST_MESSAGE;
        messages++;
        octets += kept ? size : 0;
        events.add(new Passed(
                kept
                        ? message
                        : new WireMessage(message.direction(), message.time(), message.contentType(), new byte[0]),
                size));
    }

    // One for each message that is received, and room for those about messages of which nothing else is known.
    void add(Judged decision) {
        if (events.size() < MOST_EVENTS) {
            events.add(decision);
        }
    }

    Content content(long missedAfter) {
        return new Content(List.copyOf(events), missedBefore, missedAfter);
    }
}

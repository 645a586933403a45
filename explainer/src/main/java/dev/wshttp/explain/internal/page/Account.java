// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the side that recorded messages says of them: when each passed, and which it accepted.
 *
 * @param side {@code client} or {@code service}
 * @param lines one for each event, in their order
 * @param verdicts what became of messages, by their labels
 */
public record Account(String side, List<Line> lines, Map<String, Verdict> verdicts) {
    public Account {
        lines = List.copyOf(lines);
        verdicts = Map.copyOf(verdicts);
    }

    /**
     * An event.
     *
     * @param text when and what
     * @param label of the message; empty if the page does not show one
     */
    public record Line(String text, Optional<String> label) {}

    /**
     * What a side decided.
     *
     * @param text in words
     * @param accepted whether the message was good
     */
    public record Verdict(String text, boolean accepted) {}
}

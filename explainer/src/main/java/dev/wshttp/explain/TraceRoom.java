// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.explain.internal.message.Recorded;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The messages for which a page has room. The largest ones are left out first, so that no peer can crowd out the messages of others. For one thread. */
final class TraceRoom {
    private final int mostElements;
    private final List<Recorded> messages = new ArrayList<>();
    private final PriorityQueue<Sized> largestFirst =
            new PriorityQueue<>(Comparator.comparingInt(Sized::elements).reversed());
    private long elements;

    private record Sized(Recorded message, int elements) {}

    /** @param mostElements how many elements all messages may have together */
    TraceRoom(int mostElements) {
        this.mostElements = mostElements;
    }

    /** Adds a message, and returns the labels of those that have no room any more. */
    List<String> add(Recorded message) {
        var sized = new Sized(message, message.envelope().all().size());
        messages.add(message);
        largestFirst.add(sized);
        elements += sized.elements();
        var left = new ArrayList<String>();
        while (elements > mostElements) {
            Sized largest = largestFirst.remove();
            messages.remove(largest.message());
            elements -= largest.elements();
            left.add(largest.message().label());
        }
        return left;
    }

    /** Returns the messages in the order in which they were added. */
    List<Recorded> messages() {
        return List.copyOf(messages);
    }
}

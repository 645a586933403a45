// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A shared memory of the services of one JVM, which can be made to fail or to forget. Counts its steps. */
public final class MemoryOfOneJvm implements SharedMemory {
    private final Clock clock;
    private final Map<String, Instant> messages = new HashMap<>();
    private final Map<String, Instant> ended = new HashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Instant> holders = new HashMap<>();
    private final List<String> steps = new ArrayList<>();
    private Instant completeSince = Instant.MIN;
    private boolean gone;

    public MemoryOfOneJvm(Clock clock) {
        this.clock = clock;
    }

    /** Lets each step fail from now on, or none. */
    public synchronized void setGone(boolean isGone) {
        gone = isGone;
    }

    /** Forgets everything, as a store that was restarted empty. */
    public synchronized void restartEmpty() {
        messages.clear();
        ended.clear();
        counts.clear();
        holders.clear();
        completeSince = clock.instant();
    }

    /** Returns the names of the steps that were taken since the last time, in their order. */
    public synchronized List<String> steps() {
        var taken = List.copyOf(steps);
        steps.clear();
        return taken;
    }

    private void step(String name) {
        steps.add(name);
        if (gone) {
            throw new MessageSecurityException(SecurityFault.SHARED_MEMORY_UNAVAILABLE, "The memory is gone.");
        }
        Instant now = clock.instant();
        for (Map<String, Instant> each : List.of(messages, ended, holders)) {
            each.values().removeIf(end -> !end.isAfter(now));
        }
    }

    @Override
    public synchronized Admission admit(byte[] message, Duration keep, String context) {
        step("admit");
        if (ended.containsKey(context)) {
            return Admission.CONTEXT_ENDED;
        }
        return messages.putIfAbsent(text(message), clock.instant().plus(keep)) == null
                ? Admission.ADMITTED
                : Admission.SEEN;
    }

    @Override
    public synchronized boolean end(String context, Duration keep) {
        step("end");
        return ended.putIfAbsent(context, clock.instant().plus(keep)) == null;
    }

    @Override
    public synchronized boolean hasEnded(String context) {
        step("hasEnded");
        return ended.containsKey(context);
    }

    @Override
    public synchronized long count(byte[] counter, Duration keep) {
        step("count");
        return counts.merge(text(counter), 1L, Long::sum);
    }

    /** Lets as many be taken as a full bucket has, and gives none back. */
    @Override
    public synchronized boolean take(byte[] bucket, int perSecond, Duration burst) {
        step("take");
        return counts.merge("bucket " + text(bucket), 1L, Long::sum) <= perSecond * burst.toSeconds();
    }

    @Override
    public synchronized boolean hold(String holder, Duration keep, long most) {
        step("hold");
        if (!holders.containsKey(holder) && holders.size() >= most) {
            return false;
        }
        holders.put(holder, clock.instant().plus(keep));
        return true;
    }

    @Override
    public synchronized void release(String holder) {
        step("release");
        holders.remove(holder);
    }

    @Override
    public synchronized Instant completeSince() {
        return completeSince;
    }

    /** Returns the names of the contexts that ended. */
    public synchronized Set<String> ended() {
        return Set.copyOf(ended.keySet());
    }

    private static String text(byte[] octets) {
        return new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

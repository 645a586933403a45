// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static dev.wshttp.security.cluster.Step.number;
import static dev.wshttp.security.cluster.Step.text;

import dev.wshttp.security.cluster.Step.Entry;
import dev.wshttp.security.cluster.Step.Kind;
import dev.wshttp.security.instances.SharedMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The shared memory in a store: each method is one script. */
final class StoreMemory implements SharedMemory {
    private static final long MICROSECONDS = TimeUnit.SECONDS.toMicros(1);
    private static final byte[] ALL_PLACES = text("places");

    private final Store store;

    StoreMemory(Store store) {
        this.store = store;
    }

    // What is under a context has to be where the end of the context is.
    @Override
    public Admission admit(byte[] message, Duration keep, String context) {
        byte[] contextName = text(context);
        var seen = new Entry(Kind.MESSAGE, message);
        Step step = context.isEmpty()
                ? Step.of(Script.ADMIT, message, List.of(seen), List.of(milliseconds(keep)))
                : Step.of(
                        Script.ADMIT,
                        contextName,
                        List.of(seen, new Entry(Kind.ENDED, contextName)),
                        List.of(milliseconds(keep)));
        return switch ((int) store.ask(step)) {
            case 0 -> Admission.ADMITTED;
            case 1 -> Admission.SEEN;
            default -> Admission.CONTEXT_ENDED;
        };
    }

    @Override
    public boolean end(String context, Duration keep) {
        return store.ask(one(Script.END, Kind.ENDED, text(context), List.of(milliseconds(keep)))) == 1;
    }

    @Override
    public boolean hasEnded(String context) {
        return store.ask(one(Script.HAS_ENDED, Kind.ENDED, text(context), List.of())) == 1;
    }

    @Override
    public long count(byte[] counter, Duration keep) {
        return store.ask(one(Script.COUNT, Kind.COUNTER, counter, List.of(milliseconds(keep))));
    }

    @Override
    public boolean take(byte[] bucket, int perSecond, Duration burst) {
        long forOne = Math.max(1, MICROSECONDS / perSecond);
        // One fits always, however short the time is.
        long kept = Math.max(forOne, TimeUnit.NANOSECONDS.toMicros(burst.toNanos()));
        return store.ask(one(Script.TAKE, Kind.BUCKET, bucket, List.of(number(forOne), number(kept)))) == 1;
    }

    @Override
    public boolean hold(String holder, Duration keep, long most) {
        var step = new Step(
                Script.HOLD,
                ALL_PLACES,
                List.of(new Entry(Kind.PLACES, ALL_PLACES)),
                epoch -> List.of(epoch.fingerprint(text(holder)), milliseconds(keep), number(most)));
        return store.ask(step) == 1;
    }

    @Override
    public void release(String holder) {
        store.ask(new Step(
                Script.RELEASE,
                ALL_PLACES,
                List.of(new Entry(Kind.PLACES, ALL_PLACES)),
                epoch -> List.of(epoch.fingerprint(text(holder)))));
    }

    @Override
    public Instant completeSince() {
        return store.completeSince();
    }

    private static Step one(Script script, Kind kind, byte[] name, List<byte[]> arguments) {
        return Step.of(script, name, List.of(new Entry(kind, name)), arguments);
    }

    // Rounded up, and more than nothing, which the store would refuse.
    private static byte[] milliseconds(Duration time) {
        return number(Math.max(1, time.plusNanos(999_999).toMillis()));
    }
}

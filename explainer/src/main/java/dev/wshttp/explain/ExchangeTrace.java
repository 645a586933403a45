// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.explain.TracePart.Judged;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.WireListener;
import dev.wshttp.security.events.WireMessage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the page of an exchange while it goes on, with any service or client, to a folder. Ports and endpoints whose feature {@link #watch} returned only hand
 * their messages over; a thread of the trace explains them. A page has up to 100 messages and 4 MiB, then another one begins, and the last ten are kept; what
 * comes faster than pages are written is left out and counted. Where a page cannot be written, the log has a warning, and calls go on. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * try (var trace = ExchangeTrace.open(Path.of("traces"), TraceContent.NAMES_ONLY)) {
 *     MyPort port = new MyService().getMyPort(trace.watch(feature));
 *     port.call();
 * }
 * }</pre>
 */
public final class ExchangeTrace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeTrace.class);
    private static final long LONGEST_END_MILLIS = 30_000;

    private final TraceContent content;
    private final Clock clock;
    private final TraceKeys keys = new TraceKeys();
    private final TraceWriter writer;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private TracePart current = new TracePart(0);
    private @Nullable TracePart full;
    private long missed;
    private boolean dirty;
    private boolean closed;
    private String side = "client";

    private ExchangeTrace(TraceFolder folder, Path path, TraceContent content, Clock clock) {
        this.content = content;
        this.clock = clock;
        this.writer = new TraceWriter(folder, path, content, keys::file);
        this.thread = new Thread(this::writeUntilClosed, "exchange-trace");
        this.thread.setDaemon(true);
    }

    /**
     * Begins a trace.
     *
     * @param folder where its pages go
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID} if the folder is not there or cannot be written
     */
    public static ExchangeTrace open(Path folder, TraceContent content) {
        return open(folder, content, Clock.systemUTC());
    }

    static ExchangeTrace open(Path folder, TraceContent content, Clock clock) {
        var trace = new ExchangeTrace(TraceFolder.of(folder, content, clock.instant()), folder, content, clock);
        if (content == TraceContent.WITH_PLAINTEXT_AND_KEYS) {
            LOG.warn(
                    "DANGER: the trace in '{}' has the plaintext of all messages, and keys. A reader of it can read them, and write others in the name of both"
                            + " sides. Use it with test data only, and delete it afterwards.",
                    folder);
        }
        trace.thread.start();
        return trace;
    }

    /** Returns the feature of a client or a service, whose messages go into this trace too. All features of a trace are of the same side. */
    public MessageSecurityFeature watch(MessageSecurityFeature feature) {
        keys.add(feature.side());
        MessageSecurityFeature watched = feature.withWireListener(
                listener(feature.side() instanceof MessageSecurityFeature.Client ? "client" : "service"));
        return content == TraceContent.WITH_PLAINTEXT_AND_KEYS ? watched.withDangerousKeyListener(keys) : watched;
    }

    /** @param ofSide {@code client} or {@code service} */
    WireListener listener(String ofSide) {
        return locked(() -> {
            side = ofSide;
            return new Recorder();
        });
    }

    /** Returns what is given the secrets of a trace with plaintext. */
    TraceKeys keys() {
        return keys;
    }

    /** Returns the pages that are there, the oldest one first. */
    public List<Path> pages() {
        return writer.pages();
    }

    private final class Recorder implements WireListener {
        @Override
        public void passed(WireMessage message) {
            record(() -> add(message));
        }

        @Override
        public void accepted(Optional<String> requestId) {
            judged(requestId, Optional.empty());
        }

        @Override
        public void refused(Optional<String> requestId, SecurityFault reason) {
            judged(requestId, Optional.of(reason));
        }

        private void judged(Optional<String> requestId, Optional<SecurityFault> refusal) {
            var decision = new Judged(clock.instant(), requestId, refusal);
            record(() -> current.add(decision));
        }
    }

    private void record(Runnable fact) {
        lock.lock();
        try {
            if (!closed) {
                fact.run();
                dirty = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(WireMessage message) {
        if (current.isFull()) {
            if (full != null) {
                missed++;
                return;
            }
            full = current;
            current = new TracePart(missed);
            missed = 0;
        }
        current.add(message);
    }

    /** What is to be written next. */
    private record Work(TracePart.Content part, String side, boolean isLast) {}

    private void writeUntilClosed() {
        while (awaitWork()) {
            pause(writer.pauseNanos());
            locked(this::nextWork).ifPresent(each -> writer.write(each.part, each.side, each.isLast));
        }
    }

    /** Returns false when the trace is closed and all is written. */
    private boolean awaitWork() {
        return locked(() -> {
            while (!dirty && full == null && !closed) {
                changed.awaitUninterruptibly();
            }
            return dirty || full != null;
        });
    }

    private Optional<Work> nextWork() {
        TracePart waiting = full;
        if (waiting != null) {
            full = null;
            return Optional.of(new Work(waiting.content(0), side, true));
        }
        dirty = false;
        return current.isEmpty() ? Optional.empty() : Optional.of(new Work(current.content(missed), side, false));
    }

    /** Lets other work have the processor, and more messages come. The end of the trace ends the pause. */
    private void pause(long nanos) {
        locked(() -> {
            long left = nanos;
            while (left > 0 && !closed) {
                try {
                    left = ended.awaitNanos(left);
                } catch (InterruptedException unexpected) {
                    left = 0;
                }
            }
            return left;
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is not written yet, which takes a few seconds at most, and ends. Does nothing the second time. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            changed.signalAll();
            ended.signalAll();
            return true;
        });
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.wss.ReplayGuard;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Measures what a service keeps on its heap for each session and for each message, and what it costs to remember a message. */
final class MemoryCost {
    private static final int EARLIER_SESSIONS = 100;
    private static final int SESSIONS = 10_000;
    private static final int MESSAGES_A_SECOND = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(15);
    private static final int SIGNATURE_BYTES = 20;
    private static final int MOST_BYTES_OF_A_SESSION = 4096;
    private static final int MOST_BYTES_OF_A_MESSAGE = 32;
    private static final int COLLECTIONS = 5;
    private static final double NANOSECONDS_PER_MICROSECOND = 1e3;

    private final CredentialFolder folder;
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final SecureRandom random = new SecureRandom();

    MemoryCost(CredentialFolder folder) {
        this.folder = folder;
    }

    /** Measures, and prints a table. */
    void print(PrintStream out, Bars bars) {
        out.println("| Live heap of a service | number | bytes each | CPU each, microseconds |");
        out.println("|---|--:|--:|--:|");
        printSessions(out, bars);
        printMessages(out, bars);
        out.println();
    }

    private void printSessions(PrintStream out, Bars bars) {
        var sessions = new SessionsInMemory(folder, EARLIER_SESSIONS + SESSIONS);
        open(sessions, EARLIER_SESSIONS);
        long bytes = growthOf(sessions, () -> open(sessions, SESSIONS));
        out.printf(Locale.ROOT, "| session, opened and used | %d | %d | |%n", SESSIONS, bytes / SESSIONS);
        bars.atMost(MOST_BYTES_OF_A_SESSION, "bytes", "heap of a session", (double) bytes / SESSIONS);
    }

    private static void open(SessionsInMemory sessions, int number) {
        for (int i = 0; i < number; i++) {
            sessions.open();
        }
    }

    /** Remembers as many messages as come in a quarter of an hour, and asks for each of them first, as a verifier does. */
    private void printMessages(PrintStream out, Bars bars) {
        var clock = new SteppingClock();
        int capacity = WsHttpBinding.builder().build().replayCacheSize();
        var guard = new ReplayGuard(clock, random, REMEMBERED, capacity);
        var cpu = new AtomicLong();
        long bytes = growthOf(guard, () -> {
            for (int second = 0; second < REMEMBERED.toSeconds(); second++) {
                cpu.addAndGet(cpuOfRemembering(guard));
                clock.step();
            }
        });
        long messages = MESSAGES_A_SECOND * REMEMBERED.toSeconds();
        out.printf(
                Locale.ROOT,
                "| remembered message, %d a second | %d | %.1f | %.2f |%n",
                MESSAGES_A_SECOND,
                messages,
                (double) bytes / messages,
                cpu.get() / NANOSECONDS_PER_MICROSECOND / messages);
        bars.atMost(MOST_BYTES_OF_A_MESSAGE, "bytes", "heap of a remembered message", (double) bytes / messages);
    }

    /** Returns the nanoseconds of the messages of one second. */
    private long cpuOfRemembering(ReplayGuard guard) {
        var signatures =
                Stream.generate(this::signature).limit(MESSAGES_A_SECOND).toList();
        long start = threads.getCurrentThreadCpuTime();
        for (String signature : signatures) {
            guard.requireUnseen(signature);
            guard.require(signature);
        }
        return threads.getCurrentThreadCpuTime() - start;
    }

    private String signature() {
        byte[] signature = new byte[SIGNATURE_BYTES];
        random.nextBytes(signature);
        return Base64.getEncoder().encodeToString(signature);
    }

    private long growthOf(Object memory, Runnable filling) {
        try {
            long before = liveHeap();
            filling.run();
            return liveHeap() - before;
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /** Returns the bytes of what is reachable. One collection clears references whose objects only the next one frees. */
    private long liveHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** A clock that moves by a second when it is told to. */
    private static final class SteppingClock extends Clock {
        private Instant now = Instant.EPOCH;

        void step() {
            now = now.plusSeconds(1);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

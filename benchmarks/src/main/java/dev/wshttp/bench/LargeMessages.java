// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.bench.Programs.Result;
import dev.wshttp.security.MessageEngine;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** Measures messages of a session with more and more text: CPU time of the whole process, hot, from one thread. */
final class LargeMessages {
    /** The sizes of the text in KB, each four times the one before. */
    static final List<Integer> KILOBYTES = List.of(1, 4, 16, 64, 256, 1024, 4096);

    private static final int BYTES_PER_KILOBYTE = 1024;
    // Each has a character that has to be escaped.
    private static final String SENTENCE = "Some text & more, as people write it, until it is long enough.  ";
    private static final double NANOSECONDS_PER_MICROSECOND = 1e3;

    private final SessionMessages session = SessionMessages.ofSession(SessionMessages.engine(MessageEngine.ofSystem()));
    private final com.sun.management.OperatingSystemMXBean process =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    private LargeMessages() {}

    /**
     * Prints a {@link Result} for each size: microseconds to protect and to verify a message, and the bytes of the message.
     *
     * @param arguments the seconds of warm-up for all sizes, and the seconds of measurement for each
     */
    public static void main(String... arguments) {
        var messages = new LargeMessages();
        var warmUp = Duration.ofSeconds(Long.parseLong(arguments[0])).dividedBy(KILOBYTES.size());
        var measured = Duration.ofSeconds(Long.parseLong(arguments[1]));
        KILOBYTES.forEach(size -> messages.measure(size, warmUp));
        KILOBYTES.forEach(
                size -> System.out.println(messages.measure(size, measured).asLine()));
    }

    /** Returns text of this size; each character is one byte in UTF-8. */
    static String text(int kilobytes) {
        return SENTENCE.repeat(kilobytes * BYTES_PER_KILOBYTE / SENTENCE.length());
    }

    private Result measure(int kilobytes, Duration time) {
        var request = SessionMessages.request(text(kilobytes));
        byte[] octets = session.protect(request);
        double protect = microseconds(() -> session.protect(request), time.dividedBy(2));
        double verify = microseconds(() -> session.verify(octets), time.dividedBy(2));
        return Result.of(Integer.toString(kilobytes), protect, verify, octets.length);
    }

    /** Collects garbage first, so that none of earlier sizes is collected while this one is measured. */
    private double microseconds(Runnable work, Duration time) {
        System.gc();
        long deadline = System.nanoTime() + time.toNanos();
        long cpu = process.getProcessCpuTime();
        int n = 0;
        do {
            work.run();
            n++;
        } while (System.nanoTime() - deadline < 0);
        return (process.getProcessCpuTime() - cpu) / NANOSECONDS_PER_MICROSECOND / n;
    }
}

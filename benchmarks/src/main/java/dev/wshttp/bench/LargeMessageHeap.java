// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import com.sun.management.GarbageCollectorMXBean;
import dev.wshttp.bench.Programs.Result;
import dev.wshttp.security.MessageEngine;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how much of the heap a message of 1 MB of text holds while it is protected or verified. One thread works, hot, and another one makes the JVM collect
 * all garbage at random moments; what is left after each collection is what was reachable at that moment. The most of many moments, minus what is
 * reachable without a message, is the result. The received octets and the finished message count, the text of the application does not.
 *
 * <p>Runs with the serial collector, which stops the work and collects the whole heap.
 */
final class LargeMessageHeap {
    /** What the JVM needs to be started with. */
    static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            // Without these two the collector leaves some garbage where it is, and counts it as used.
            "-XX:MarkSweepAlwaysCompactCount=1",
            "-XX:MarkSweepDeadRatio=0");

    private static final int KILOBYTES = 1024;
    private static final int WARM_UP = 200;
    private static final int LONGEST_PAUSE_NANOSECONDS = 1_000_000;

    private final SessionMessages session = SessionMessages.ofSession(SessionMessages.engine(MessageEngine.ofSystem()));
    private final List<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();
    private final SplittableRandom random = new SplittableRandom();

    private LargeMessageHeap() {}

    /**
     * Prints a {@link Result} for protecting and one for verifying: the bytes of the message, the most bytes on the heap, and the number of moments.
     *
     * @param arguments the seconds of measurement for each
     */
    public static void main(String... arguments) {
        new LargeMessageHeap().measure(Duration.ofSeconds(Long.parseLong(arguments[0])));
    }

    private void measure(Duration time) {
        var request = SessionMessages.request(LargeMessages.text(KILOBYTES));
        byte[] octets = session.protect(request);
        Runnable protect = () -> session.protect(request);
        Runnable verify = () -> session.verify(octets.clone());
        for (int i = 0; i < WARM_UP; i++) {
            protect.run();
            verify.run();
        }
        long without = live();
        print("protect", octets.length, without, sample(protect, time));
        print("verify", octets.length, without, sample(verify, time));
    }

    private static void print(String name, long messageBytes, long without, Samples samples) {
        System.out.println(Result.of(name, (double) messageBytes, (double) (samples.most - without), samples.number)
                .asLine());
    }

    private Samples sample(Runnable work, Duration time) {
        var ended = new AtomicBoolean();
        var worker = new Thread(() -> {
            while (!ended.get()) {
                work.run();
            }
        });
        worker.start();
        long deadline = System.nanoTime() + time.toNanos();
        int number = 0;
        long most = 0;
        do {
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOSECONDS));
            most = Math.max(most, live());
            number++;
        } while (System.nanoTime() - deadline < 0);
        ended.set(true);
        try {
            worker.join();
        } catch (InterruptedException asked) {
            throw new IllegalStateException("Interrupted while measuring", asked);
        }
        return new Samples(number, most);
    }

    /** Collects all garbage, and returns the bytes that were left just after that. */
    private long live() {
        System.gc();
        var collector = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .filter(each -> each.getName().equals("MarkSweepCompact"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Start this program with " + OPTIONS));
        var after = collector.getLastGcInfo().getMemoryUsageAfterGc();
        return after.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private record Samples(int number, long most) {}
}

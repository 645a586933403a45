// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * An answer and the processor time that this process spent on it: the service's, nearly all.
 *
 * @param nanos in steps of ten milliseconds on some systems
 */
record Cost(Answer result, long nanos) {
    // A legitimate message takes one to five; the compiler and the collector of the JVM may work meanwhile.
    private static final long HIGH_MILLIS = 150;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Cost of(Supplier<Answer> work) {
        long start = SYSTEM.getProcessCpuTime();
        Answer result = work.get();
        return new Cost(result, SYSTEM.getProcessCpuTime() - start);
    }

    boolean isHigh() {
        return millis() > HIGH_MILLIS;
    }

    long millis() {
        return nanos / 1_000_000;
    }
}

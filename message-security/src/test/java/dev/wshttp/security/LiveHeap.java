// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/** Measures what objects take on the heap. Nothing else may run in this JVM meanwhile. */
public final class LiveHeap {
    private static final int COLLECTIONS = 4;

    private LiveHeap() {}

    /** The octets that an object takes with all that it alone refers to. */
    public static long bytesOf(Supplier<?> maker) {
        long before = used();
        Object made = maker.get();
        try {
            return used() - before;
        } finally {
            Reference.reachabilityFence(made);
        }
    }

    private static long used() {
        // References to what a first collection finds dead may be cleared in it and their objects fall to a later one.
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

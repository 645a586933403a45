// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.time.Clock;

/** Connects to stores whose memories are as young as the tests. */
public final class Connecting {
    private Connecting() {}

    /** Returns instances that are not kept waiting until their memory lets messages pass: many tests ask no more than what it remembers. */
    public static ClusterInstances atOnce(ClusterSettings settings) {
        return ClusterInstances.connect(settings, Clock.systemUTC());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

/** What Jazzer calls: the target that the system property {@code fuzz.target} names. */
public final class JazzerTarget {
    private static final Target TARGET =
            Targets.named(System.getProperty("fuzz.target", "")).load();

    private JazzerTarget() {}

    /** Reads one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.read(input);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

/** What Jazzer calls: the target that the system property {@code fuzz.target} names. */
public final class JazzerTarget {
    private static final Targets NAMED = Targets.named(System.getProperty("fuzz.target", ""));
    private static final Target TARGET = NAMED.load();

    private JazzerTarget() {}

    /** Loads what reading takes, which Jazzer would count as the first input's time. */
    public static void fuzzerInitialize() {
        NAMED.seeds().forEach(JazzerTarget::readForTheFirstTime);
    }

    private static void readForTheFirstTime(byte[] seed) {
        try {
            TARGET.read(seed);
        } catch (RuntimeException | AssertionError found) {
            // The seed comes again, and then it is a finding that is written down.
        }
    }

    /** Reads one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.read(input);
    }
}

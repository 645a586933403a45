// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

/** What the pages of a trace have. */
public enum TraceContent {
    /**
     * Names, structure, verdicts and times. What applications say, passwords and keys are left out, also where the network could read them. The trace is given
     * no key, so it can open nothing.
     */
    NAMES_ONLY,
    /**
     * Dangerous: all that the messages say, with the secrets that are in them, from which other keys follow. For test data only. The pages are marked, in their
     * names too.
     */
    WITH_PLAINTEXT_AND_KEYS
}

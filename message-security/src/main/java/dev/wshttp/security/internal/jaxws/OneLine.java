// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import org.jspecify.annotations.Nullable;

/** Makes text that a stranger may have written fit for a log: one line, no control characters, not endless. */
final class OneLine {
    private static final int LONGEST = 1_000;

    private OneLine() {}

    static String of(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}

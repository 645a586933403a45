// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.util.List;

/**
 * How a run of a client ended.
 *
 * @param output what it printed
 * @param expected what it prints if, and only if, it got the answer
 */
record ClientRun(int exitCode, String output, String expected) {
    /** Returns whether the client got the answer of the operation. */
    boolean hasAnswer() {
        return output.contains(expected);
    }

    /** Returns the last line of the output, which often says why a call failed. */
    String lastLine() {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.process;

import java.util.List;

/**
 * The exit code and the output of a program that has ended.
 *
 * @param out lines of standard output
 * @param err lines of standard error
 */
public record ProgramRun(int exitCode, List<String> out, List<String> err) {
    public ProgramRun {
        out = List.copyOf(out);
        err = List.copyOf(err);
    }

    /** Returns the lines of standard error as one text. */
    public String errors() {
        return String.join("\n", err);
    }
}

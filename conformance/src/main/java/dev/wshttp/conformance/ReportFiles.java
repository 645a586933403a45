// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.io.IOException;
import java.nio.file.Path;

/** Failures of the files that the kit writes and reads. */
final class ReportFiles {
    private ReportFiles() {}

    static KitFailure unwritable(Path file, IOException cause) {
        return new KitFailure(
                ExitCode.CONFIGURATION,
                "Cannot write '" + file + "': " + cause.getMessage()
                        + " (expected a file in an existing folder). Make the folder, or name another file.",
                cause);
    }

    static KitFailure unreadable(Path file, Exception cause) {
        return new KitFailure(
                ExitCode.CONFIGURATION,
                "Cannot read '" + file + "': " + cause.getMessage()
                        + " (expected results that this kit wrote with --json). Run the kit again, and name its file.",
                cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends the command with an exit code and a text that says what failed, what was found, what was expected and what to do. */
final class KitFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    KitFailure(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    KitFailure(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import java.io.Serial;

/** Ends the command with an exit code and a text that says what failed, what was found, what was expected and what to do. */
final class ClientFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;
    private final String code;

    ClientFailure(ExitCode exitCode, String code, String message) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
    }

    ClientFailure(ExitCode exitCode, String code, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.code = code;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** A stable name of the failure for programs: a {@code SecurityFault}, or what happened on the way to the service. */
    String code() {
        return code;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends the command with an exit code and a text that says what failed, what was found, what was expected and what to do. */
final class ClientFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;
    private final String code;
    private final @Nullable String fault;

    ClientFailure(ExitCode exitCode, String code, String message) {
        this(exitCode, code, Optional.empty(), message, null);
    }

    ClientFailure(ExitCode exitCode, String code, String message, Throwable cause) {
        this(exitCode, code, Optional.empty(), message, cause);
    }

    ClientFailure(ExitCode exitCode, String code, Optional<String> fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.code = code;
        this.fault = fault.orElse(null);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** A stable name of the failure for programs: a {@code SecurityFault}, or what happened on the way to the service. */
    String code() {
        return code;
    }

    /** The local name of the service's fault subcode, if it answered with a fault that has one. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }
}

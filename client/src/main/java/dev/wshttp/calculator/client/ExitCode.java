// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

/** The exit codes of the process, for scripts. */
enum ExitCode {
    DONE(0),
    UNEXPECTED(1),
    USAGE(2),
    CONFIGURATION(3),
    CERTIFICATE(4),
    REJECTED(5),
    CANNOT_CONNECT(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}

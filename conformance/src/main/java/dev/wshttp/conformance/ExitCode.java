// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

/** The exit codes of the process, for scripts. */
enum ExitCode {
    /** The peer fulfils the chosen profiles. */
    FULFILLED(0),
    UNEXPECTED(1),
    USAGE(2),
    CONFIGURATION(3),
    /** The peer does not fulfil a chosen profile. */
    NOT_FULFILLED(4),
    /** The genuine message is refused, so the verdicts mean nothing. */
    GENUINE_REFUSED(5),
    CANNOT_CONNECT(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}

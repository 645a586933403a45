// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

/** The exit codes of the process, for scripts. */
final class ExitCode {
    static final int DONE = 0;
    static final int UNEXPECTED = 1;
    static final int USAGE = 2;
    static final int CONFIGURATION = 3;
    static final int CERTIFICATE = 4;
    static final int CANNOT_BIND = 6;

    private ExitCode() {}
}

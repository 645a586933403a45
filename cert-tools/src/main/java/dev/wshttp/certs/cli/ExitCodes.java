// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

/** The exit codes of every command, for scripts. */
final class ExitCodes {

    static final int DONE = 0;
    static final int UNEXPECTED = 1;
    static final int USAGE = 2;
    static final int CONFIGURATION_OR_FILE = 3;
    static final int CERTIFICATE_OR_TRUST = 4;

    private ExitCodes() {}
}

// SPDX-License-Identifier: Apache-2.0
/** Tests of the command line, run in this process with a fixed clock. Every command and exit code has one. */
@NullMarked
package dev.wshttp.certs.cli;

import org.jspecify.annotations.NullMarked;

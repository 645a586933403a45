// SPDX-License-Identifier: Apache-2.0
/**
 * The command line of the certificate tools: reads options, calls {@code dev.wshttp.certs}, and prints text or JSON.
 * Results go to standard output, messages to standard error.
 */
@NullMarked
package dev.wshttp.certs.cli;

import org.jspecify.annotations.NullMarked;

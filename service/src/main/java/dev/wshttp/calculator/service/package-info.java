// SPDX-License-Identifier: Apache-2.0
/**
 * The calculator service as a process: command line, settings, HTTP server and the operations themselves.
 * What secures it is one feature given to the endpoint; nothing in this package knows how.
 * {@code LogOutput} is a deliberate copy of the client's: the library logs with SLF4J and does not know Logback.
 */
@NullMarked
package dev.wshttp.calculator.service;

import org.jspecify.annotations.NullMarked;

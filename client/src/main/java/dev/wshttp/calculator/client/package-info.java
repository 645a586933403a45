// SPDX-License-Identifier: Apache-2.0
/**
 * The calculator client: a typed class for programs, and a command line that explains what went wrong.
 * What secures the calls is one feature given to the port; nothing in this package knows how.
 * {@code LogOutput} is a deliberate copy of the service's: the library logs with SLF4J and does not know Logback.
 */
@NullMarked
package dev.wshttp.calculator.client;

import org.jspecify.annotations.NullMarked;

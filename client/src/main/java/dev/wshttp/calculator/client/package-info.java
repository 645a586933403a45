// SPDX-License-Identifier: Apache-2.0
/**
 * The calculator client: a typed class for programs, and a command line that explains what went wrong.
 * One feature, given to the port, secures the calls. This package does not know how the feature works.
 * {@code LogOutput} is a deliberate copy of the service's: the library logs with SLF4J and does not know Logback.
 */
@NullMarked
package dev.wshttp.calculator.client;

import org.jspecify.annotations.NullMarked;

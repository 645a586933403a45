// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzzing: changed messages are refused, or the application sees exactly what their sender signed. For about a minute in each build, and
 * for hours by one command.
 */
@NullMarked
package dev.wshttp.security.fuzz;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzzing: changed messages are refused, or the application sees exactly what their sender signed. Each build fuzzes for nine seconds, and one
 * command fuzzes for hours.
 */
@NullMarked
package dev.wshttp.security.fuzz;

import org.jspecify.annotations.NullMarked;

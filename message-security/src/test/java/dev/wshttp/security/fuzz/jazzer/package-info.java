// SPDX-License-Identifier: Apache-2.0
/**
 * Readers of foreign octets as targets of Jazzer, a coverage-guided fuzzer. Each is an ordinary function, which each build runs over its seeds
 * and over what was found; nothing here needs Jazzer to compile.
 */
@NullMarked
package dev.wshttp.security.fuzz.jazzer;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Runs the jars of the other modules as a user would: each in a process of its own that does not outlive this one. */
@NullMarked
package dev.wshttp.it.process;

import org.jspecify.annotations.NullMarked;

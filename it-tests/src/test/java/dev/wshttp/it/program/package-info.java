// SPDX-License-Identifier: Apache-2.0
/** Runs what is tested, as a user would: service and client with their settings and certificates, in code and as programs. */
@NullMarked
package dev.wshttp.it.program;

import org.jspecify.annotations.NullMarked;

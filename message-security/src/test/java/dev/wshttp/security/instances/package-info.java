// SPDX-License-Identifier: Apache-2.0
/** What several services of one JVM share, so that each of them can stand for the others. */
@NullMarked
package dev.wshttp.security.instances;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The network of this machine, for the programs that tests and the demo start. */
@NullMarked
package dev.wshttp.it.wire;

import org.jspecify.annotations.NullMarked;

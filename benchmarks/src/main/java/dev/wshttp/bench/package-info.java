// SPDX-License-Identifier: Apache-2.0
/** Measures what message security costs: whole calls over loopback HTTP beside those of other stacks, and one message alone. */
@NullMarked
package dev.wshttp.bench;

import org.jspecify.annotations.NullMarked;

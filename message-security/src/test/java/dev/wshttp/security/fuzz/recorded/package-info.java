// SPDX-License-Identifier: Apache-2.0
/** WCF's recorded messages with their recorded keys, at the time at which they were made. */
@NullMarked
package dev.wshttp.security.fuzz.recorded;

import org.jspecify.annotations.NullMarked;

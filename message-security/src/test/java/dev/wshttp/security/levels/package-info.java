// SPDX-License-Identifier: Apache-2.0
/** Protection levels of messages and headers: WCF's recordings, its judgements, and attacks. */
@NullMarked
package dev.wshttp.security.levels;

import org.jspecify.annotations.NullMarked;

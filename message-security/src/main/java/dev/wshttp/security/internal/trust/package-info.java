// SPDX-License-Identifier: Apache-2.0
/** WS-Trust messages of February 2005 as typed values, with their readers and writers, and the key that both sides compute. */
@NullMarked
package dev.wshttp.security.internal.trust;

import org.jspecify.annotations.NullMarked;

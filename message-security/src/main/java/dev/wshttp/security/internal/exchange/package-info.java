// SPDX-License-Identifier: Apache-2.0
/** One request and its reply, whichever key protects them: what direct protection, negotiation and sessions have in common. */
@NullMarked
package dev.wshttp.security.internal.exchange;

import org.jspecify.annotations.NullMarked;

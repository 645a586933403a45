// SPDX-License-Identifier: Apache-2.0
/** What direct protection, negotiation and sessions have in common: the interfaces of both halves, and one request with its reply. */
@NullMarked
package dev.wshttp.security.internal.exchange;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Holds what direct protection, negotiation and sessions have in common: the interfaces of both sides, and one request with its reply. */
@NullMarked
package dev.wshttp.security.internal.exchange;

import org.jspecify.annotations.NullMarked;

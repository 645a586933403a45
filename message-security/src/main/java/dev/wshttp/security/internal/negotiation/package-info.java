// SPDX-License-Identifier: Apache-2.0
/**
 * TLSNEGO: a TLS handshake inside WS-Trust messages authenticates both sides and yields a security context (WS-Trust, February 2005,
 * "Negotiation and Challenge Extensions").
 */
@NullMarked
package dev.wshttp.security.internal.negotiation;

import org.jspecify.annotations.NullMarked;

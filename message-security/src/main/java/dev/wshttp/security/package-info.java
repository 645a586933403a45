// SPDX-License-Identifier: Apache-2.0
/**
 * WCF's {@code WSHttpBinding} with {@code SecurityMode.Message} and client certificates, for JAX-WS.
 * Give a {@link dev.wshttp.security.MessageSecurityFeature} to a port or an endpoint; a program does not have to call
 * anything else in this package.
 */
@NullMarked
package dev.wshttp.security;

import org.jspecify.annotations.NullMarked;

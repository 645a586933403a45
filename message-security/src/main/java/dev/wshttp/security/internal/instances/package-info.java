// SPDX-License-Identifier: Apache-2.0
/**
 * What an endpoint shares with the same endpoint of the service's other instances: the state of contexts, sealed into their tokens (WCF: a stateful
 * {@code SecurityContextSecurityToken}, with its {@code Cookie}), and which contexts have ended.
 */
@NullMarked
package dev.wshttp.security.internal.instances;

import org.jspecify.annotations.NullMarked;

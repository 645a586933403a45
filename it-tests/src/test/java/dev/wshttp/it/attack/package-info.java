// SPDX-License-Identifier: Apache-2.0
/** Attackers: what they have (certificates, a place in the network) and what they change. */
@NullMarked
package dev.wshttp.it.attack;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Attacks on the octets that go over HTTP between a client and a service of the RI, by families. */
@NullMarked
package dev.wshttp.security.attacks;

import org.jspecify.annotations.NullMarked;

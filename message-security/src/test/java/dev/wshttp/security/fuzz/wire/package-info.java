// SPDX-License-Identifier: Apache-2.0
/**
 * A client and a service of this library with an attacker between them, who changes messages, in all four modes and both directions. Nothing
 * here knows the engine, only octets and what the application sees.
 */
@NullMarked
package dev.wshttp.security.fuzz.wire;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Changes of messages, made without their keys: of the XML tree, of octets and of what HTTP says about them. Each is a small named function,
 * and each is decided by a seed alone, so that a finding can be repeated.
 */
@NullMarked
package dev.wshttp.security.fuzz.mutation;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

/**
 * A message that was changed.
 *
 * @param description what was changed, in words
 */
public record Mutated(WireMessage message, String description) {}

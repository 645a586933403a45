// SPDX-License-Identifier: Apache-2.0
/**
 * How much of a message the contract protects (WCF: {@code ProtectionLevel} of contract, operation, message and header). Without it, body and headers have
 * the defaults of the binding.
 */
@NullMarked
package dev.wshttp.security.protection;

import org.jspecify.annotations.NullMarked;

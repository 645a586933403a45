// SPDX-License-Identifier: Apache-2.0
/**
 * Holds certificates with their keys, rules of trust, and the expected identity of a service: the values that WCF calls credentials and
 * identity. Certificates are validated by RFC 5280. All public types are safe for use by several threads.
 */
@NullMarked
package dev.wshttp.security.credential;

import org.jspecify.annotations.NullMarked;

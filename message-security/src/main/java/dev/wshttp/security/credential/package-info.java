// SPDX-License-Identifier: Apache-2.0
/**
 * Certificates, whom to trust, and which service is expected: the values that WCF calls credentials and identity.
 * All types are immutable and safe for use by several threads.
 */
@NullMarked
package dev.wshttp.security.credential;

import org.jspecify.annotations.NullMarked;

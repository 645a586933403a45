// SPDX-License-Identifier: Apache-2.0
/**
 * Service and client together: the demo here, the tests of both directions beside it. Everything runs over loopback and from the
 * jars that a user gets.
 */
@NullMarked
package dev.wshttp.it;

import org.jspecify.annotations.NullMarked;

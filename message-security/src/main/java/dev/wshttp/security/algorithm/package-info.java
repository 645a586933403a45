// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the algorithm suites of WS-SecurityPolicy 1.1 (2005/07), section 7.1, as WCF implements them. A receiver accepts only the algorithms of
 * the binding's suite.
 */
@NullMarked
package dev.wshttp.security.algorithm;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Algorithm suites of WS-SecurityPolicy 1.1 (2005/07), section 7.1, as WCF understands them.
 * A receiver accepts the algorithms of the binding's suite and no others.
 */
@NullMarked
package dev.wshttp.security.algorithm;

import org.jspecify.annotations.NullMarked;

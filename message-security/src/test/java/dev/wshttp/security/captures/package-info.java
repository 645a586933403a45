// SPDX-License-Identifier: Apache-2.0
/** Messages recorded from WCF, and what is needed to read them: the ground truth of the tests. */
@NullMarked
package dev.wshttp.security.captures;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Who is calling, seen from inside an operation: WCF's {@code ServiceSecurityContext}.
 * The values exist only for messages that were verified completely.
 */
@NullMarked
package dev.wshttp.security.context;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Tells an operation who is calling it, as WCF's {@code ServiceSecurityContext} does. The values exist only for messages that were verified
 * completely. {@code CallerRoles} gives callers roles, and {@code RoleMapping} takes these from a file.
 */
@NullMarked
package dev.wshttp.security.context;

import org.jspecify.annotations.NullMarked;

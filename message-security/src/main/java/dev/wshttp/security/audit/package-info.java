// SPDX-License-Identifier: Apache-2.0
/**
 * The audit trail of a service (WCF: {@code serviceSecurityAudit}): one line of JSON for each caller who was authenticated or refused, in a log of its
 * own.
 */
@NullMarked
package dev.wshttp.security.audit;

import org.jspecify.annotations.NullMarked;

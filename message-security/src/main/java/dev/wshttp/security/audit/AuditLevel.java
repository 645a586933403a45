// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.audit;

/** Which outcomes are written (WCF: {@code AuditLevel}). */
public enum AuditLevel {
    /** None. */
    NONE,
    /** What was accepted. */
    SUCCESS,
    /** What was refused. */
    FAILURE,
    /** Both. */
    SUCCESS_OR_FAILURE;

    boolean hasSuccess() {
        return this == SUCCESS || this == SUCCESS_OR_FAILURE;
    }

    boolean hasFailure() {
        return this == FAILURE || this == SUCCESS_OR_FAILURE;
    }
}

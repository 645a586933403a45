// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.audit;

import static java.util.Objects.requireNonNull;

/**
 * What a service writes into its audit trail (WCF: {@code ServiceSecurityAuditBehavior}). The defaults are WCF's: nothing. Immutable.
 *
 * @param messageAuthentication whether callers proved who they are: in a call, a negotiation, or a request about a session (WCF:
 *     {@code messageAuthenticationAuditLevel})
 * @param serviceAuthorization whether calls of proved callers were given to their operations (WCF: {@code serviceAuthorizationAuditLevel})
 * @param onFailure what happens if an accepted request cannot be written (WCF: {@code suppressAuditFailure})
 */
public record AuditSettings(AuditLevel messageAuthentication, AuditLevel serviceAuthorization, OnFailure onFailure) {
    /** WCF's defaults: nothing is written. */
    public static final AuditSettings DEFAULT = new AuditSettings(AuditLevel.NONE, AuditLevel.NONE, OnFailure.CONTINUE);

    /** What happens to a request that should be written and cannot be. */
    public enum OnFailure {
        /** The request is processed, and the log says that the audit trail has a gap. */
        CONTINUE,
        /** The request is refused. */
        REFUSE
    }

    /**
     * Checks that nothing is missing.
     *
     * @throws NullPointerException if a part is null
     */
    public AuditSettings {
        requireNonNull(messageAuthentication, "messageAuthentication");
        requireNonNull(serviceAuthorization, "serviceAuthorization");
        requireNonNull(onFailure, "onFailure");
    }

    /** Returns the same settings with another level for authentication. */
    public AuditSettings withMessageAuthentication(AuditLevel level) {
        return new AuditSettings(level, serviceAuthorization, onFailure);
    }

    /** Returns the same settings with another level for authorization. */
    public AuditSettings withServiceAuthorization(AuditLevel level) {
        return new AuditSettings(messageAuthentication, level, onFailure);
    }

    /** Returns the same settings with another answer to a failure. */
    public AuditSettings withOnFailure(OnFailure other) {
        return new AuditSettings(messageAuthentication, serviceAuthorization, other);
    }

    /** Returns whether something is written at all. */
    public boolean isOn() {
        return messageAuthentication != AuditLevel.NONE || serviceAuthorization != AuditLevel.NONE;
    }
}

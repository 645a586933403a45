// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.time.Duration;
import java.util.ArrayList;

/**
 * Lifetimes and limits of sessions (WCF: {@code LocalClientSettings}, {@code LocalServiceSettings}). Defaults equal WCF's. Each
 * time is more than nothing, and each number at least 1. Immutable and safe for use by several threads.
 *
 * @param keyLifetime how long a service lets a session's key be used (WCF: {@code SessionKeyRenewalInterval} of a service); 15 hours
 * @param keyRenewalInterval after which time a client renews the key, or after 60 % of its lifetime if that is sooner; 10 hours
 * @param keyRolloverInterval how long the old key is accepted after a renewal; 5 minutes
 * @param inactivityTimeout how long a service keeps an unused session (WCF: {@code ReceiveTimeout} of the binding); 10 minutes
 * @param pendingTimeout how long a service keeps a session that was never used; 2 minutes
 * @param maxPendingSessions how many sessions may wait for their first use; 128
 * @param maxSessions how many sessions there may be in all; 10,000, where WCF has a throttle
 */
public record SessionSettings(
        Duration keyLifetime,
        Duration keyRenewalInterval,
        Duration keyRolloverInterval,
        Duration inactivityTimeout,
        Duration pendingTimeout,
        int maxPendingSessions,
        int maxSessions) {
    /** WCF's defaults. */
    public static final SessionSettings DEFAULT = builder().build();

    /**
     * Checks the settings; {@link #builder()} is easier to read at the call.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem
     */
    public SessionSettings {
        var problems = new ArrayList<String>();
        WsHttpBinding.requireTime(problems, "session.keyLifetime", keyLifetime);
        WsHttpBinding.requireTime(problems, "session.keyRenewalInterval", keyRenewalInterval);
        WsHttpBinding.requireTime(problems, "session.keyRolloverInterval", keyRolloverInterval);
        WsHttpBinding.requireTime(problems, "session.inactivityTimeout", inactivityTimeout);
        WsHttpBinding.requireTime(problems, "session.pendingTimeout", pendingTimeout);
        WsHttpBinding.requirePositive(problems, "session.maxPendingSessions", maxPendingSessions);
        WsHttpBinding.requirePositive(problems, "session.maxSessions", maxSessions);
        WsHttpBinding.refuse(problems);
    }

    /** Starts from WCF's defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the settings. Not safe for use by several threads. */
    public static final class Builder {
        private Duration keyLifetime = Duration.ofHours(15);
        private Duration keyRenewalInterval = Duration.ofHours(10);
        private Duration keyRolloverInterval = Duration.ofMinutes(5);
        private Duration inactivityTimeout = Duration.ofMinutes(10);
        private Duration pendingTimeout = Duration.ofMinutes(2);
        private int maxPendingSessions = 128;
        private int maxSessions = 10_000;

        private Builder() {}

        /** On a service, sets how long a key may be used; 15 hours unless set. */
        public Builder keyLifetime(Duration value) {
            keyLifetime = value;
            return this;
        }

        /** On a client, sets after which time to renew a key; 10 hours unless set. */
        public Builder keyRenewalInterval(Duration value) {
            keyRenewalInterval = value;
            return this;
        }

        /** On both sides, sets how long the old key is accepted after a renewal; 5 minutes unless set. */
        public Builder keyRolloverInterval(Duration value) {
            keyRolloverInterval = value;
            return this;
        }

        /** On a service, sets how long to keep an unused session; 10 minutes unless set. */
        public Builder inactivityTimeout(Duration value) {
            inactivityTimeout = value;
            return this;
        }

        /** On a service, sets how long to keep a session that was never used; 2 minutes unless set. */
        public Builder pendingTimeout(Duration value) {
            pendingTimeout = value;
            return this;
        }

        /** On a service, sets how many sessions may wait for their first use; 128 unless set. */
        public Builder maxPendingSessions(int value) {
            maxPendingSessions = value;
            return this;
        }

        /** On a service, sets how many sessions there may be in all; 10,000 unless set. */
        public Builder maxSessions(int value) {
            maxSessions = value;
            return this;
        }

        /** @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem */
        public SessionSettings build() {
            return new SessionSettings(
                    keyLifetime,
                    keyRenewalInterval,
                    keyRolloverInterval,
                    inactivityTimeout,
                    pendingTimeout,
                    maxPendingSessions,
                    maxSessions);
        }
    }
}

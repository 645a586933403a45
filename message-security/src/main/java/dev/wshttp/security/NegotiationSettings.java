// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.time.Duration;
import java.util.ArrayList;

/**
 * Lifetimes and limits of negotiations (WCF: {@code LocalServiceSettings}). Defaults equal WCF's, which does not limit how
 * many negotiations begin in a second. Each time is more than nothing, and each number at least 1. Immutable and safe for use by several threads.
 *
 * @param timeout how long a service waits for the next leg since the first one (WCF: {@code NegotiationTimeout}); 1 minute
 * @param maxPending how many negotiations may be under way at once (WCF: {@code MaxStatefulNegotiations}); 128
 * @param tokenLifetime how long a negotiated token may be used where there are no sessions (WCF: {@code IssuedCookieLifetime}); 10
 *     hours. One that opens or renews a session lives for 15 minutes and is used once.
 * @param maxTokens how many negotiated tokens a service keeps; beyond that, the one unused for the longest time is forgotten (WCF:
 *     {@code MaxCachedCookies}); 1,000
 * @param maxPerSecond how many negotiations all clients together may begin in a second, on the average of 30 seconds; 100, so that 3,000 may come at
 *     once. Without negotiation it bounds the requests that open or renew sessions, which cost as much.
 * @param maxPerSecondPerAddress the same for one address of clients, or one IPv6 network of 64 bits; 20, so that 600 may come at once. Where all
 *     clients come through one proxy, which has one address, set it to {@code maxPerSecond}.
 */
public record NegotiationSettings(
        Duration timeout,
        int maxPending,
        Duration tokenLifetime,
        int maxTokens,
        int maxPerSecond,
        int maxPerSecondPerAddress) {
    /** WCF's defaults. */
    public static final NegotiationSettings DEFAULT = builder().build();

    /**
     * Checks the settings; {@link #builder()} is easier to read at the call.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem
     */
    public NegotiationSettings {
        var problems = new ArrayList<String>();
        WsHttpBinding.requireTime(problems, "negotiation.timeout", timeout);
        WsHttpBinding.requirePositive(problems, "negotiation.maxPending", maxPending);
        WsHttpBinding.requireTime(problems, "negotiation.tokenLifetime", tokenLifetime);
        WsHttpBinding.requirePositive(problems, "negotiation.maxTokens", maxTokens);
        WsHttpBinding.requirePositive(problems, "negotiation.maxPerSecond", maxPerSecond);
        WsHttpBinding.requirePositive(problems, "negotiation.maxPerSecondPerAddress", maxPerSecondPerAddress);
        WsHttpBinding.refuse(problems);
    }

    /** Starts from WCF's defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the settings. Not safe for use by several threads. */
    public static final class Builder {
        private Duration timeout = Duration.ofMinutes(1);
        private int maxPending = 128;
        private Duration tokenLifetime = Duration.ofHours(10);
        private int maxTokens = 1_000;
        private int maxPerSecond = 100;
        private int maxPerSecondPerAddress = 20;

        private Builder() {}

        /** On a service, sets how long a negotiation may take; 1 minute unless set. */
        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        /** On a service, sets how many negotiations may be under way; 128 unless set. */
        public Builder maxPending(int value) {
            maxPending = value;
            return this;
        }

        /** On a service, sets how long a token lasts that carries calls without a session; 10 hours unless set. */
        public Builder tokenLifetime(Duration value) {
            tokenLifetime = value;
            return this;
        }

        /** On a service, sets how many tokens to keep; 1,000 unless set. */
        public Builder maxTokens(int value) {
            maxTokens = value;
            return this;
        }

        /** On a service, sets how many negotiations all clients may begin in a second; 100 unless set. */
        public Builder maxPerSecond(int value) {
            maxPerSecond = value;
            return this;
        }

        /** On a service, sets how many negotiations the clients of one address may begin in a second; 20 unless set. */
        public Builder maxPerSecondPerAddress(int value) {
            maxPerSecondPerAddress = value;
            return this;
        }

        /** @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem */
        public NegotiationSettings build() {
            return new NegotiationSettings(
                    timeout, maxPending, tokenLifetime, maxTokens, maxPerSecond, maxPerSecondPerAddress);
        }
    }
}

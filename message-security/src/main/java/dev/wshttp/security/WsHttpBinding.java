// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of WCF's {@code WSHttpBinding} in {@code SecurityMode.Message} with client certificates. Defaults equal WCF's,
 * but for {@link Builder#replayCacheSize}.
 *
 * <p>Two flags make four modes; both have to be the same on both sides. With WCF's defaults a TLS handshake inside WS-Trust (TLSNEGO)
 * authenticates both sides, and a session carries the calls. Without {@link Builder#negotiateServiceCredential} the client has to know the
 * service's certificate, and without {@link Builder#establishSecurityContext} each call is protected on its own. Immutable and safe for use by several threads.
 *
 * @param negotiateServiceCredential whether a TLS handshake inside WS-Trust finds the service's certificate
 * @param establishSecurityContext whether a WS-SecureConversation session carries the calls
 * @param algorithmSuite algorithms to send and to accept
 * @param messageEncoding how messages are laid out on the wire
 * @param textEncoding the character encoding in which messages are written
 * @param maxClockSkew how far the clocks of the two sides may differ: from nothing to an hour
 * @param maxReceivedMessageBytes size of the largest message accepted, as it is on the wire: at least 1
 * @param readerQuotas limits on the XML of a received envelope
 * @param replayCacheSize messages remembered for replay detection, at least 1; when it is full, messages are refused
 * @param refuseCreatedBeforeStart whether a service refuses messages that were created before its endpoint was published, and which it may have
 *     accepted before a restart
 * @param openTimeout how long a client waits for a connection: more than nothing
 * @param sendTimeout how long a client waits for each answer, once connected, more than nothing: to a call, and to the messages that open, renew and cancel a session
 * @param sessionSettings lifetimes and limits of sessions; without effect where there are none
 * @param negotiationSettings lifetimes and limits of negotiations; without effect where there are none
 */
public record WsHttpBinding(
        boolean negotiateServiceCredential,
        boolean establishSecurityContext,
        AlgorithmSuite algorithmSuite,
        WsMessageEncoding messageEncoding,
        TextEncoding textEncoding,
        Duration maxClockSkew,
        int maxReceivedMessageBytes,
        ReaderQuotas readerQuotas,
        int replayCacheSize,
        boolean refuseCreatedBeforeStart,
        Duration openTimeout,
        Duration sendTimeout,
        SessionSettings sessionSettings,
        NegotiationSettings negotiationSettings) {

    private static final Duration LARGEST_SKEW = Duration.ofHours(1);

    /**
     * Checks the settings; {@link #builder()} is easier to read at the call.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem and its remedy
     */
    public WsHttpBinding {
        requireNonNull(algorithmSuite, "algorithmSuite");
        requireNonNull(messageEncoding, "messageEncoding");
        requireNonNull(textEncoding, "textEncoding");
        requireNonNull(maxClockSkew, "maxClockSkew");
        requireNonNull(readerQuotas, "readerQuotas");
        requireNonNull(openTimeout, "openTimeout");
        requireNonNull(sendTimeout, "sendTimeout");
        requireNonNull(sessionSettings, "sessionSettings");
        requireNonNull(negotiationSettings, "negotiationSettings");
        var problems = new ArrayList<String>();
        if (maxClockSkew.isNegative() || maxClockSkew.compareTo(LARGEST_SKEW) > 0) {
            problems.add("maxClockSkew is '" + maxClockSkew + "' (expected PT0S to " + LARGEST_SKEW
                    + "): WCF's default is PT5M");
        }
        requirePositive(problems, "maxReceivedMessageBytes", maxReceivedMessageBytes);
        requirePositive(problems, "replayCacheSize", replayCacheSize);
        requireTime(problems, "openTimeout", openTimeout);
        requireTime(problems, "sendTimeout", sendTimeout);
        refuse(problems);
    }

    /** Starts from WCF's defaults. */
    public static Builder builder() {
        return new Builder();
    }

    static void requirePositive(List<String> problems, String name, int value) {
        if (value <= 0) {
            problems.add(name + " is '" + value + "' (expected more than 0)");
        }
    }

    static void requireTime(List<String> problems, String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            problems.add(name + " is '" + value + "' (expected more than PT0S)");
        }
    }

    static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The binding cannot be used: " + String.join("; ", problems) + ".");
        }
    }

    /**
     * Limits on the XML of a received envelope, before and after decryption (WCF: {@code readerQuotas}).
     *
     * @param maxDepth how deep elements may be nested; at least 1
     * @param maxAttributesPerElement attributes on one element, namespace declarations included; at least 1
     */
    public record ReaderQuotas(int maxDepth, int maxAttributesPerElement) {
        /** WCF's depth of 32; WCF bounds attributes by the size of a start tag, this reader by their number. */
        public static final ReaderQuotas DEFAULT = new ReaderQuotas(32, 64);

        /** @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if a limit is not positive */
        public ReaderQuotas {
            var problems = new ArrayList<String>();
            requirePositive(problems, "readerQuotas.maxDepth", maxDepth);
            requirePositive(problems, "readerQuotas.maxAttributesPerElement", maxAttributesPerElement);
            refuse(problems);
        }
    }

    /** Collects the settings; {@link #build()} checks them all at once. Not safe for use by several threads. */
    public static final class Builder {
        private boolean negotiateServiceCredential = true;
        private boolean establishSecurityContext = true;
        private AlgorithmSuite algorithmSuite = AlgorithmSuite.BASIC256;
        private WsMessageEncoding messageEncoding = WsMessageEncoding.TEXT;
        private TextEncoding textEncoding = TextEncoding.UTF_8;
        private Duration maxClockSkew = Duration.ofMinutes(5);
        private int maxReceivedMessageBytes = 65_536;
        private ReaderQuotas readerQuotas = ReaderQuotas.DEFAULT;
        private int replayCacheSize = 12_000_000;
        private boolean refuseCreatedBeforeStart;
        private Duration openTimeout = Duration.ofMinutes(1);
        private Duration sendTimeout = Duration.ofMinutes(1);
        private SessionSettings sessionSettings = SessionSettings.DEFAULT;
        private NegotiationSettings negotiationSettings = NegotiationSettings.DEFAULT;

        private Builder() {}

        /** WCF: {@code Security.Message.NegotiateServiceCredential}; true unless set. Both sides need the same. */
        public Builder negotiateServiceCredential(boolean value) {
            negotiateServiceCredential = value;
            return this;
        }

        /** WCF: {@code Security.Message.EstablishSecurityContext}; true unless set. Both sides need the same. */
        public Builder establishSecurityContext(boolean value) {
            establishSecurityContext = value;
            return this;
        }

        /** WCF: {@code Security.Message.AlgorithmSuite}; {@link AlgorithmSuite#BASIC256} unless set. Both sides need the same. */
        public Builder algorithmSuite(AlgorithmSuite value) {
            algorithmSuite = value;
            return this;
        }

        /** WCF: {@code MessageEncoding}; text unless set. Both sides need the same. */
        public Builder messageEncoding(WsMessageEncoding value) {
            messageEncoding = value;
            return this;
        }

        /** WCF: {@code TextEncoding}; UTF-8 unless set. The other side need not have the same. */
        public Builder textEncoding(TextEncoding value) {
            textEncoding = value;
            return this;
        }

        /** WCF: {@code LocalServiceSettings.MaxClockSkew}; 5 minutes unless set, an hour at most. */
        public Builder maxClockSkew(Duration value) {
            maxClockSkew = value;
            return this;
        }

        /** WCF: {@code MaxReceivedMessageSize}; 65,536 bytes unless set. */
        public Builder maxReceivedMessageBytes(int value) {
            maxReceivedMessageBytes = value;
            return this;
        }

        /** WCF: {@code ReaderQuotas}; {@link ReaderQuotas#DEFAULT} unless set. */
        public Builder readerQuotas(ReaderQuotas value) {
            readerQuotas = value;
            return this;
        }

        /**
         * WCF: {@code LocalServiceSettings.ReplayCacheSize}. Unless set 12,000,000 messages, which are 10,000 a second for the 20 minutes that one
         * is remembered; WCF's 900,000 are full at 1,000 a second. Each takes 11 to 22 bytes from when it is accepted.
         */
        public Builder replayCacheSize(int value) {
            replayCacheSize = value;
            return this;
        }

        /**
         * On a service, refuses messages that were created before its endpoint was published; off unless set, as in WCF. The memory for replays
         * ends with the process, so without it a message that was accepted just before a restart is accepted once more in direct mode. With it a
         * client whose clock is behind is refused after a restart, for as long as it is behind. It does not help against replays of messages of a
         * client whose clock is ahead, for as long as it is ahead.
         */
        public Builder refuseCreatedBeforeStart(boolean value) {
            refuseCreatedBeforeStart = value;
            return this;
        }

        /** WCF: {@code OpenTimeout}; 1 minute unless set. A property of the port, {@code com.sun.xml.ws.connect.timeout}, overrides it. */
        public Builder openTimeout(Duration value) {
            openTimeout = value;
            return this;
        }

        /** WCF: {@code SendTimeout}; 1 minute unless set. A property of the port, {@code com.sun.xml.ws.request.timeout}, overrides it. */
        public Builder sendTimeout(Duration value) {
            sendTimeout = value;
            return this;
        }

        /** Sets lifetimes and limits of sessions; WCF's unless set. */
        public Builder sessionSettings(SessionSettings value) {
            sessionSettings = value;
            return this;
        }

        /** Sets lifetimes and limits of negotiations; WCF's unless set. */
        public Builder negotiationSettings(NegotiationSettings value) {
            negotiationSettings = value;
            return this;
        }

        /** @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem */
        public WsHttpBinding build() {
            return new WsHttpBinding(
                    negotiateServiceCredential,
                    establishSecurityContext,
                    algorithmSuite,
                    messageEncoding,
                    textEncoding,
                    maxClockSkew,
                    maxReceivedMessageBytes,
                    readerQuotas,
                    replayCacheSize,
                    refuseCreatedBeforeStart,
                    openTimeout,
                    sendTimeout,
                    sessionSettings,
                    negotiationSettings);
        }
    }
}

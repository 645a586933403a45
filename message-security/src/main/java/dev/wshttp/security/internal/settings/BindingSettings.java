// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.PublishedSettings.agreed;
import static dev.wshttp.security.internal.settings.SettingKey.ALGORITHM_SUITE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CREDENTIAL_TYPE;
import static dev.wshttp.security.internal.settings.SettingKey.ESTABLISH_SECURITY_CONTEXT;
import static dev.wshttp.security.internal.settings.SettingKey.MAX_ATTRIBUTES;
import static dev.wshttp.security.internal.settings.SettingKey.MAX_CLOCK_SKEW;
import static dev.wshttp.security.internal.settings.SettingKey.MAX_DEPTH;
import static dev.wshttp.security.internal.settings.SettingKey.MAX_RECEIVED_MESSAGE_BYTES;
import static dev.wshttp.security.internal.settings.SettingKey.NEGOTIATE_SERVICE_CREDENTIAL;
import static dev.wshttp.security.internal.settings.SettingKey.REPLAY_CACHE_SIZE;

import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import java.util.Optional;

/** The keys of the binding itself. Each key that is not set leaves WCF's default in place. */
final class BindingSettings {
    private BindingSettings() {}

    /**
     * Reads the keys; a failure becomes a problem of the settings.
     *
     * @param published what the service's WSDL says, if one is named
     */
    static Optional<WsHttpBinding> read(Settings settings, Optional<WsHttpBinding> published) {
        settings.optional(CLIENT_CREDENTIAL_TYPE, Format.CREDENTIAL_TYPE);
        var binding = WsHttpBinding.builder();
        binding.negotiateServiceCredential(
                flag(settings, NEGOTIATE_SERVICE_CREDENTIAL, published.map(WsHttpBinding::negotiateServiceCredential)));
        binding.establishSecurityContext(
                flag(settings, ESTABLISH_SECURITY_CONTEXT, published.map(WsHttpBinding::establishSecurityContext)));
        agreed(settings, ALGORITHM_SUITE, Format.ALGORITHM_SUITE, published.map(WsHttpBinding::algorithmSuite))
                .ifPresent(binding::algorithmSuite);
        agreed(
                        settings,
                        SettingKey.MESSAGE_ENCODING,
                        Format.MESSAGE_ENCODING,
                        published.map(WsHttpBinding::messageEncoding))
                .ifPresent(binding::messageEncoding);
        settings.optional(SettingKey.TEXT_ENCODING, Format.TEXT_ENCODING).ifPresent(binding::textEncoding);
        settings.optional(MAX_CLOCK_SKEW, Format.CLOCK_SKEW).ifPresent(binding::maxClockSkew);
        settings.optional(MAX_RECEIVED_MESSAGE_BYTES, Format.COUNT).ifPresent(binding::maxReceivedMessageBytes);
        settings.optional(REPLAY_CACHE_SIZE, Format.COUNT).ifPresent(binding::replayCacheSize);
        settings.optional(SettingKey.REFUSE_CREATED_BEFORE_START, Format.FLAG)
                .ifPresent(binding::refuseCreatedBeforeStart);
        settings.optional(SettingKey.OPEN_TIMEOUT, Format.TIME).ifPresent(binding::openTimeout);
        settings.optional(SettingKey.SEND_TIMEOUT, Format.TIME).ifPresent(binding::sendTimeout);
        readerQuotas(settings).ifPresent(binding::readerQuotas);
        binding.sessionSettings(sessionSettings(settings));
        binding.negotiationSettings(negotiationSettings(settings));
        return settings.from("Keys " + SettingKey.PREFIX + "* (those not set have WCF's default)", binding::build);
    }

    // WCF's default is true. A malformed flag is a problem already; its default must not become a second one.
    private static boolean flag(Settings settings, SettingKey key, Optional<Boolean> published) {
        return agreed(settings, key, Format.FLAG, published).orElseGet(() -> !settings.isRefused(key));
    }

    private static Optional<ReaderQuotas> readerQuotas(Settings settings) {
        int depth = settings.optional(MAX_DEPTH, Format.COUNT).orElse(ReaderQuotas.DEFAULT.maxDepth());
        int attributes =
                settings.optional(MAX_ATTRIBUTES, Format.COUNT).orElse(ReaderQuotas.DEFAULT.maxAttributesPerElement());
        return settings.from(
                "Keys " + SettingKey.PREFIX + "reader-quotas.*", () -> new ReaderQuotas(depth, attributes));
    }

    private static SessionSettings sessionSettings(Settings settings) {
        var session = SessionSettings.builder();
        settings.optional(SettingKey.SESSION_KEY_LIFETIME, Format.TIME).ifPresent(session::keyLifetime);
        settings.optional(SettingKey.SESSION_KEY_RENEWAL_INTERVAL, Format.TIME).ifPresent(session::keyRenewalInterval);
        settings.optional(SettingKey.SESSION_KEY_ROLLOVER_INTERVAL, Format.TIME)
                .ifPresent(session::keyRolloverInterval);
        settings.optional(SettingKey.SESSION_INACTIVITY_TIMEOUT, Format.TIME).ifPresent(session::inactivityTimeout);
        settings.optional(SettingKey.SESSION_PENDING_TIMEOUT, Format.TIME).ifPresent(session::pendingTimeout);
        settings.optional(SettingKey.SESSION_MAX_PENDING, Format.COUNT).ifPresent(session::maxPendingSessions);
        settings.optional(SettingKey.SESSION_MAX, Format.COUNT).ifPresent(session::maxSessions);
        return session.build();
    }

    private static NegotiationSettings negotiationSettings(Settings settings) {
        var negotiation = NegotiationSettings.builder();
        settings.optional(SettingKey.NEGOTIATION_TIMEOUT, Format.TIME).ifPresent(negotiation::timeout);
        settings.optional(SettingKey.NEGOTIATION_MAX_PENDING, Format.COUNT).ifPresent(negotiation::maxPending);
        settings.optional(SettingKey.NEGOTIATION_TOKEN_LIFETIME, Format.TIME).ifPresent(negotiation::tokenLifetime);
        settings.optional(SettingKey.NEGOTIATION_MAX_TOKENS, Format.COUNT).ifPresent(negotiation::maxTokens);
        settings.optional(SettingKey.NEGOTIATION_MAX_PER_SECOND, Format.COUNT).ifPresent(negotiation::maxPerSecond);
        settings.optional(SettingKey.NEGOTIATION_MAX_PER_SECOND_PER_ADDRESS, Format.COUNT)
                .ifPresent(negotiation::maxPerSecondPerAddress);
        return negotiation.build();
    }
}

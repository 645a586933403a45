// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static dev.wshttp.security.internal.wcfconfig.WcfType.COUNT;
import static dev.wshttp.security.internal.wcfconfig.WcfType.FLAG;
import static dev.wshttp.security.internal.wcfconfig.WcfType.TIME;

import dev.wshttp.security.internal.settings.SettingKey.Side;
import java.util.Optional;

/**
 * {@code localClientSettings} or {@code localServiceSettings}. With secure conversation there are two such elements: the one in the outer
 * {@code security} is for the session, the one in the bootstrap is for the negotiation, and a setting for both has to be in both.
 */
final class LocalSettingsSection {
    private static final String COOKIE_LIFETIME = "issuedCookieLifetime";

    private final Translation translation;
    private final Optional<ConfigElement> ofSession;
    private final Optional<ConfigElement> ofNegotiation;

    LocalSettingsSection(
            Translation translation, Optional<ConfigElement> ofSession, Optional<ConfigElement> ofNegotiation) {
        this.translation = translation;
        this.ofSession = ofSession;
        this.ofNegotiation = ofNegotiation;
    }

    void translate() {
        ElementRules rules = translation.side() == Side.CLIENT
                ? BindingElements.LOCAL_CLIENT_SETTINGS
                : BindingElements.LOCAL_SERVICE_SETTINGS;
        ofSession.ifPresent(settings -> translation.apply(rules, settings));
        ofNegotiation.filter(settings -> !isOne()).ifPresent(settings -> translation.apply(rules, settings));
        ofBoth("maxClockSkew", TIME, "00:05:00", "max-clock-skew");
        ofBoth("replayCacheSize", COUNT, "900000", "replay-cache-size");
        // Over HTTP there is no transport session to reconnect, so either value will do.
        ofSession.ifPresent(settings -> translation.value(settings, "reconnectTransportOnFailure", FLAG));
        if (translation.side() == Side.CLIENT) {
            ofSession("sessionKeyRenewalInterval", TIME, "10:00:00", "session.key-renewal-interval");
            ofSession("sessionKeyRolloverInterval", TIME, "00:05:00", "session.key-rollover-interval");
        } else {
            translateService();
        }
    }

    private void translateService() {
        ofSession("sessionKeyRenewalInterval", TIME, "15:00:00", "session.key-lifetime");
        ofSession("sessionKeyRolloverInterval", TIME, "00:05:00", "session.key-rollover-interval");
        ofSession("inactivityTimeout", TIME, "00:02:00", "session.pending-timeout");
        ofSession("maxPendingSessions", COUNT, "128", "session.max-pending");
        ofNegotiation("negotiationTimeout", TIME, "00:01:00", "negotiation.timeout");
        ofNegotiation("maxStatefulNegotiations", COUNT, "128", "negotiation.max-pending");
        ofNegotiation("maxCachedCookies", COUNT, "1000", "negotiation.max-tokens");
        if (isOne()) {
            ofNegotiation(COOKIE_LIFETIME, TIME, "10:00:00", "negotiation.token-lifetime");
        } else {
            // A token that opens a session lives for a quarter of an hour, as in WSHttpBinding, independently of the
            // default of the element.
            requireDefault(
                    ofNegotiation, COOKIE_LIFETIME, TIME, "00:15:00", "a token that opens a session lives that long");
            requireDefault(ofSession, COOKIE_LIFETIME, TIME, "10:00:00", "sessions issue none");
        }
    }

    private boolean isOne() {
        return ofSession.isPresent() && ofSession.equals(ofNegotiation);
    }

    private void ofBoth(String attribute, WcfType type, String standard, String key) {
        Optional<String> outer = value(ofSession, attribute, type);
        Optional<String> inner = value(ofNegotiation, attribute, type);
        String otherwise = type.translate(standard).orElseThrow();
        if (!outer.orElse(otherwise).equals(inner.orElse(otherwise))) {
            ofSession
                    .or(() -> ofNegotiation)
                    .ifPresent(settings -> translation.problem(
                            settings,
                            attribute,
                            "differs between <security> and <secureConversationBootstrap> (expected the same in both, where WCF's"
                                    + " default is '" + standard + "'). Write " + attribute + " in both"));
        }
        outer.ifPresent(value -> translation.put(key, value, ofSession.orElseThrow(), attribute));
    }

    private void ofSession(String attribute, WcfType type, String standard, String key) {
        put(ofSession, attribute, type, key);
        if (!isOne()) {
            requireDefault(ofNegotiation, attribute, type, standard, "it belongs to the outer <security>");
        }
    }

    private void ofNegotiation(String attribute, WcfType type, String standard, String key) {
        put(ofNegotiation, attribute, type, key);
        if (!isOne()) {
            requireDefault(ofSession, attribute, type, standard, "it belongs to the <secureConversationBootstrap>");
        }
    }

    private void put(Optional<ConfigElement> settings, String attribute, WcfType type, String key) {
        value(settings, attribute, type)
                .ifPresent(value -> translation.put(key, value, settings.orElseThrow(), attribute));
    }

    private void requireDefault(
            Optional<ConfigElement> settings, String attribute, WcfType type, String standard, String why) {
        settings.ifPresent(found ->
                Rule.only(attribute, type, standard, why + ". Remove it here.").apply(found, translation));
    }

    private Optional<String> value(Optional<ConfigElement> settings, String attribute, WcfType type) {
        return settings.flatMap(found -> translation.value(found, attribute, type));
    }
}

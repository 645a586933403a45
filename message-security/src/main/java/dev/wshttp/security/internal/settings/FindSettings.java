// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import dev.wshttp.security.credential.X509FindType;
import java.util.Optional;

/** The two keys that choose one certificate of several (WCF: {@code x509FindType} and {@code findValue}). */
record FindSettings(SettingKey findType, SettingKey findValue) {
    /** The way to find a certificate, and the value to look for. */
    record Choice(X509FindType type, String value) {}

    /** Returns the choice; empty if there is none, or if the keys have a problem. */
    Optional<Choice> read(Settings settings) {
        // WCF: x509FindType is FindBySubjectDistinguishedName unless said otherwise.
        Optional<X509FindType> type = settings.isSet(findType)
                ? settings.optional(findType, Format.TEXT).flatMap(name -> named(settings, name))
                : Optional.of(X509FindType.FIND_BY_SUBJECT_DISTINGUISHED_NAME);
        Optional<String> value = settings.optional(findValue, Format.TEXT);
        if (settings.isSet(findType) && value.isEmpty()) {
            settings.missing(findValue, "what " + findType + " is to look for");
        }
        return type.flatMap(how -> value.map(what -> new Choice(how, what)));
    }

    boolean isSet(Settings settings) {
        return settings.isSet(findType) || settings.isSet(findValue);
    }

    /** Returns whether one of the keys is a problem, so that nothing can be found. */
    boolean areRefused(Settings settings) {
        return settings.isRefused(findType)
                || settings.isRefused(findValue)
                || (settings.isSet(findType) && !settings.isSet(findValue));
    }

    private Optional<X509FindType> named(Settings settings, String name) {
        try {
            return Optional.of(X509FindType.named(name));
        } catch (IllegalArgumentException unknown) {
            settings.refuseValue(findType, name, unknown.getMessage());
            return Optional.empty();
        }
    }
}

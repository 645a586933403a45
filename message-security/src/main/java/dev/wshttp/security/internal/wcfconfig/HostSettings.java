// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import java.util.Map;
import java.util.Optional;

/**
 * The keys of {@code HostKeys}, as the translation of a configuration file uses them.
 *
 * @param prefix the beginning of the program's own keys
 * @param keys the full names of the keys; a setting without a key is accepted at WCF's default only
 */
public record HostSettings(String prefix, Map<Setting, String> keys) {
    /** A setting of WCF that a program has to follow; {@code HostKeys} explains them. */
    public enum Setting {
        METADATA,
        HELP_PAGE
    }

    public HostSettings {
        keys = Map.copyOf(keys);
    }

    Optional<String> key(Setting setting) {
        return Optional.ofNullable(keys.get(setting));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import java.util.Map;
import java.util.Optional;

/**
 * The keys of {@code HostKeys}, as the translation of a configuration file uses them.
 *
 * @param prefix the beginning of the program's own keys
 * @param keys the full names of the keys by WCF's attributes; a setting without a key is accepted at WCF's default only
 * @param isUnknown whether the program is not known, so that it decides its own settings itself
 */
public record HostSettings(String prefix, Map<String, String> keys, boolean isUnknown) {
    public HostSettings {
        keys = Map.copyOf(keys);
    }

    Optional<String> key(String attribute) {
        return Optional.ofNullable(keys.get(attribute));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of settings that takes their values from a map.
 *
 * @param name how error messages name the source
 * @param ordinal decides which source wins: the one with the highest ordinal
 */
record MapConfigSource(String name, int ordinal, Map<String, String> values) implements ConfigSource {
    MapConfigSource {
        values = Map.copyOf(values);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getOrdinal() {
        return ordinal;
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String key) {
        return values.get(key);
    }

    /** Shows no values, since there may be passwords among them. */
    @Override
    public String toString() {
        return name;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Settings under the name that error messages are to show. */
record SettingsSource(String name, int ordinal, Map<String, String> values) implements ConfigSource {
    SettingsSource {
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
    public @org.jspecify.annotations.Nullable String getValue(String key) {
        return values.get(key);
    }
}

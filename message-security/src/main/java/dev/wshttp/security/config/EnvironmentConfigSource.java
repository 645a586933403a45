// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables as a source of settings.
 *
 * @param variables names and values of the variables
 */
record EnvironmentConfigSource(Map<String, String> variables) implements ConfigSource {
    private static final int ORDINAL = 300;

    EnvironmentConfigSource {
        variables = Map.copyOf(variables);
    }

    @Override
    public String getName() {
        return "the environment";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return variables.keySet();
    }

    // MicroProfile Config, "Environment Variables Mapping Rules": the key itself, then with underscores, then also in
    // capitals.
    @Override
    public @Nullable String getValue(String key) {
        @Nullable String exact = variables.get(key);
        if (exact != null) {
            return exact;
        }
        String underscored = key.replaceAll("[^A-Za-z0-9]", "_");
        @Nullable String sameCase = variables.get(underscored);
        return sameCase == null ? variables.get(underscored.toUpperCase(Locale.ROOT)) : sameCase;
    }

    /** Shows no values, since there may be passwords among them. */
    @Override
    public String toString() {
        return getName();
    }
}

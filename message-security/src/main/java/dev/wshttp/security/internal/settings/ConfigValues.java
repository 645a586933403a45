// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Reads the values of a configuration. Values from a file of WCF are literal; MicroProfile Config expands expressions in the values of all other
 * sources. Safe for use by several threads.
 *
 * @param isWcfFile tells which sources are files of WCF
 */
public record ConfigValues(Config config, Predicate<ConfigSource> isWcfFile) {
    /**
     * Returns the value of a key: as it stands if it comes from a file of WCF, or else as the configuration expands it.
     *
     * @throws java.util.NoSuchElementException if the value is an expression that refers to a setting that is missing
     */
    public Optional<String> value(String key) {
        return wcfFile(key)
                .map(file -> file.getValue(key))
                .or(() -> Optional.ofNullable(config.getConfigValue(key).getValue()));
    }

    /** Returns the source that a key has its value from; empty if it has none. */
    public Optional<ConfigSource> source(String key) {
        // The highest ordinal comes first.
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .filter(source -> source.getValue(key) != null)
                .findFirst();
    }

    /** Returns the file of WCF that a key has its value from; empty if another source wins. */
    Optional<ConfigSource> wcfFile(String key) {
        return source(key).filter(isWcfFile);
    }

    /** Returns whether one of the sources is a file of WCF. */
    boolean hasWcfFile() {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .anyMatch(isWcfFile);
    }
}

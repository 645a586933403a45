// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The settings of a program: those of its endpoint, and its own. {@link SettingsSources} reads them. Immutable. */
public final class ProgramSettings {
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,5}");

    private final Config config;
    private final ConfigSource ofFile;
    private final Path directory;

    ProgramSettings(Config config, ConfigSource ofFile, Path directory) {
        this.config = config;
        this.ofFile = ofFile;
        this.directory = directory;
    }

    /** Returns the settings of the endpoint and its security; nothing of them is read yet. */
    public MessageSecurityConfiguration endpoint() {
        return MessageSecurityConfiguration.of(config, directory);
    }

    /**
     * Reads a key of the program that is {@code true} or {@code false}.
     *
     * @return empty if the key is not set
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it is neither
     */
    public Optional<Boolean> flag(String key) {
        return value(key, "'true' or 'false'", ProgramSettings::flagOf);
    }

    /**
     * Reads a key of the program that is a number from 1 to 999999.
     *
     * @return empty if the key is not set
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it is no such number
     */
    public Optional<Integer> count(String key) {
        return value(key, "a number from 1 to 999999", ProgramSettings::countOf);
    }

    /**
     * Returns the lines of a properties file that says the same as the {@code App.config} or {@code Web.config} that was read, each setting
     * with the line that it comes from. Settings from other sources are not among them.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if no such file was read
     */
    public List<String> asProperties() {
        if (ofFile instanceof ServiceModelConfigSource wcf) {
            return wcf.asProperties();
        }
        throw refused("Cannot convert '" + ofFile.getName()
                + "': it is read as a properties file (expected an App.config or Web.config, a name that ends in .config or"
                + " .xml). Name that file.");
    }

    private <T> Optional<T> value(String key, String expected, Function<String, Optional<T>> parser) {
        Optional<String> text = ServiceModelConfigSource.value(config, key);
        Optional<T> value = text.flatMap(parser);
        if (text.isPresent() && value.isEmpty()) {
            throw refused(key + " is '" + text.get() + "' in '" + sourceOf(key) + "' (expected " + expected
                    + "). Correct it there.");
        }
        return value;
    }

    private String sourceOf(String key) {
        return ServiceModelConfigSource.source(config, key)
                .map(ConfigSource::getName)
                .orElse("");
    }

    private static Optional<Boolean> flagOf(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> countOf(String text) {
        return COUNT.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static MessageSecurityException refused(String message) {
        return new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, message);
    }
}

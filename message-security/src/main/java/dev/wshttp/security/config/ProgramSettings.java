// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The settings of a program: those of its endpoint, and its own. {@link SettingsSources} reads them. Immutable and safe for use by several threads. */
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
     * Reads a key of the program that names a file or a folder, which need not exist. A relative one starts at the directory of the settings file.
     *
     * @return empty if the key is not set
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it is no name of a file
     */
    public Optional<Path> path(String key) {
        return value(key, "the name of a file or folder", this::pathOf);
    }

    /**
     * Reads a key of the program that is one of several names, which are those of constants in small letters.
     *
     * @return empty if the key is not set
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it is none of them
     */
    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> constants) {
        Map<String, E> names = Arrays.stream(constants.getEnumConstants())
                .collect(Collectors.toMap(constant -> constant.name().toLowerCase(Locale.ROOT), constant -> constant));
        String expected = names.keySet().stream().sorted().collect(Collectors.joining("' or '", "'", "'"));
        return value(key, expected, text -> Optional.ofNullable(names.get(text)));
    }

    /**
     * Reads a key of the program that is an {@code http://} address to listen on; port 0 takes any free port.
     *
     * @return empty if the key is not set
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it is no such address
     */
    public Optional<URI> listenAddress(String key) {
        return value(
                key,
                "an http:// address such as 'http://127.0.0.1:9464/metrics', without query, fragment and user",
                ProgramSettings::listenAddressOf);
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

    private Optional<Path> pathOf(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(directory.resolve(text));
        } catch (InvalidPathException none) {
            return Optional.empty();
        }
    }

    private static Optional<URI> listenAddressOf(String text) {
        return HttpAddress.parse(text)
                .filter(address -> address.scheme().equals("http")
                        && address.rawQuery().isEmpty()
                        && !address.hasFragment()
                        && !address.hasUser())
                .map(HttpAddress::uri);
    }

    private static MessageSecurityException refused(String message) {
        return new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.config.ClientReading;
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.config.HostKeys;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.config.ServiceModelConfigSource;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings of a client: the keys {@code message-security.*} and {@code client.*}, from the command line over system properties
 * over the environment over a file. Immutable.
 */
public final class ClientSettings {
    private static final String CONNECT_TIMEOUT = "client.connect-timeout-seconds";
    private static final String REQUEST_TIMEOUT = "client.request-timeout-seconds";
    private static final Set<String> OWN_KEYS = Set.of(CONNECT_TIMEOUT, REQUEST_TIMEOUT);
    private static final HostKeys WCF_KEYS = new HostKeys(
            "client.",
            Map.of(
                    HostKeys.Setting.OPEN_TIMEOUT, CONNECT_TIMEOUT,
                    HostKeys.Setting.SEND_TIMEOUT, REQUEST_TIMEOUT));
    private static final int COMMAND_LINE_ORDINAL = 500;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int FILE_ORDINAL = 200;

    private final Config config;
    private final ConfigSource ofFile;
    private final Path directory;

    private ClientSettings(Config config, ConfigSource ofFile, Path directory) {
        this.config = config;
        this.ofFile = ofFile;
        this.directory = directory;
    }

    /**
     * Reads a properties file (UTF-8), or an {@code App.config} or {@code Web.config} of WCF: a file whose name ends in {@code .config} or
     * {@code .xml}. File names in it start at its directory.
     *
     * @param overrides keys and values that win over all others
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read, or has a key of
     *     no known kind
     */
    public static ClientSettings load(Path file, Map<String, String> overrides) {
        return load(file, overrides, System.getenv());
    }

    /**
     * Takes all settings from the command line and the environment. File names start at the current directory.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if there is a key of no known kind
     */
    public static ClientSettings withoutFile(Map<String, String> overrides) {
        var none = new SettingsSource("no file", FILE_ORDINAL, Map.of());
        return of(none, overrides, System.getenv(), Path.of(""));
    }

    static ClientSettings load(Path file, Map<String, String> overrides, Map<String, String> environment) {
        ConfigSource ofFile = ServiceModelConfigSource.reads(file)
                ? ServiceModelConfigSource.ofClient(file, config(outside(overrides, environment)), WCF_KEYS)
                : new SettingsSource(file.toString(), FILE_ORDINAL, read(file));
        Path directory = file.toAbsolutePath().normalize().getParent();
        return of(ofFile, overrides, environment, directory == null ? Path.of("") : directory);
    }

    private static ClientSettings of(
            ConfigSource ofFile, Map<String, String> overrides, Map<String, String> environment, Path directory) {
        refuseForeignKeys(ofFile);
        var all = new ArrayList<>(outside(overrides, environment));
        all.add(ofFile);
        return new ClientSettings(config(all), ofFile, directory);
    }

    private static List<ConfigSource> outside(Map<String, String> overrides, Map<String, String> environment) {
        var ofCommandLine = new SettingsSource("the command line (--set)", COMMAND_LINE_ORDINAL, overrides);
        refuseForeignKeys(ofCommandLine);
        return List.of(ofCommandLine, new SysPropConfigSource(), new EnvConfigSource(environment, ENVIRONMENT_ORDINAL));
    }

    private static Config config(List<ConfigSource> sources) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(sources)
                .build();
    }

    /**
     * The lines of a properties file that says the same as the {@code App.config} or {@code Web.config} that was read.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it was a properties file
     */
    public List<String> converted() {
        if (ofFile instanceof ServiceModelConfigSource wcf) {
            return wcf.asProperties();
        }
        throw refused("Cannot convert '" + ofFile.getName()
                + "': it is read as a properties file (expected an App.config or Web.config, a name that ends in .config or"
                + " .xml). Name that file.");
    }

    /** The endpoint and its security. Errors as {@link MessageSecurityConfiguration#client()}. */
    public ConfiguredClient endpoint() {
        return MessageSecurityConfiguration.of(config, directory).client();
    }

    /** The same, one step at a time. Errors as {@link MessageSecurityConfiguration#readClient()}. */
    public ClientReading reading() {
        return MessageSecurityConfiguration.of(config, directory).readClient();
    }

    /**
     * How long to wait.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}
     */
    public Timeouts timeouts() {
        return new Timeouts(
                seconds(CONNECT_TIMEOUT, Timeouts.DEFAULT.connect()),
                seconds(REQUEST_TIMEOUT, Timeouts.DEFAULT.request()));
    }

    private Duration seconds(String key, Duration otherwise) {
        Optional<String> text = ServiceModelConfigSource.value(config, key);
        if (text.isEmpty()) {
            return otherwise;
        }
        String value = text.get();
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw refused(key + " is '" + value + "' in '"
                    + ServiceModelConfigSource.source(config, key)
                            .map(ConfigSource::getName)
                            .orElse("")
                    + "' (expected a number from 1 to 9999). Correct it there.");
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException absent) {
            throw refused("Cannot read the settings from '" + file
                    + "': there is no such file (expected a properties file). Check the path after --config.");
        } catch (CharacterCodingException | IllegalArgumentException malformed) {
            throw unreadable(file, "it is no properties file in UTF-8", "Check what it is.", malformed);
        } catch (IOException refused) {
            throw Files.isDirectory(file)
                    ? unreadable(file, "it is a folder", "Name the file in it.", refused)
                    : unreadable(file, "it cannot be opened", "Check who may read it.", refused);
        }
        var values = new HashMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(name -> values.put(name, properties.getProperty(name).strip()));
        return values;
    }

    private static void refuseForeignKeys(ConfigSource source) {
        var foreign = new TreeSet<>(source.getPropertyNames());
        foreign.removeIf(key -> key.startsWith(MessageSecurityConfiguration.PREFIX) || OWN_KEYS.contains(key));
        if (!foreign.isEmpty()) {
            throw refused("Keys that nobody reads are set in '" + source.getName() + "': " + foreign + " (expected "
                    + MessageSecurityConfiguration.PREFIX + "*, " + CONNECT_TIMEOUT + " or " + REQUEST_TIMEOUT
                    + "). Correct or remove them.");
        }
    }

    private static MessageSecurityException refused(String message) {
        return new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, message);
    }

    private static MessageSecurityException unreadable(Path file, String found, String remedy, Exception cause) {
        return new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "Cannot read the settings from '" + file + "': " + found + " (expected a properties file in UTF-8). "
                        + remedy,
                cause);
    }
}

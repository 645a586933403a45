// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.config.ConfiguredService;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings of a service: the keys {@code message-security.*} and {@code service.*}, from the command line over system
 * properties over the environment over a file. Immutable.
 */
public final class ServiceSettings {
    private static final String HEALTH = "service.health";
    private static final String THREADS = "service.threads";
    private static final String REQUESTS_PER_ADDRESS = "service.requests-per-address";
    private static final String METADATA = "service.metadata";
    private static final String PAGE = "service.page";
    private static final Set<String> OWN_KEYS = Set.of(HEALTH, THREADS, REQUESTS_PER_ADDRESS, METADATA, PAGE);
    private static final HostKeys WCF_KEYS =
            new HostKeys("service.", Map.of(HostKeys.Setting.METADATA, METADATA, HostKeys.Setting.HELP_PAGE, PAGE));
    private static final int COMMAND_LINE_ORDINAL = 500;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int FILE_ORDINAL = 200;

    private final Config config;
    private final ConfigSource ofFile;
    private final Path directory;

    private ServiceSettings(Config config, ConfigSource ofFile, Path directory) {
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
    public static ServiceSettings load(Path file, Map<String, String> overrides) {
        return load(file, overrides, System.getenv());
    }

    static ServiceSettings load(Path file, Map<String, String> overrides, Map<String, String> environment) {
        var ofCommandLine = new SettingsSource("the command line (--set)", COMMAND_LINE_ORDINAL, overrides);
        refuseForeignKeys(ofCommandLine);
        List<ConfigSource> outside = List.of(
                ofCommandLine, new SysPropConfigSource(), new EnvConfigSource(environment, ENVIRONMENT_ORDINAL));
        ConfigSource ofFile = ServiceModelConfigSource.reads(file)
                ? ServiceModelConfigSource.ofService(file, config(outside), WCF_KEYS)
                : new SettingsSource(file.toString(), FILE_ORDINAL, read(file));
        refuseForeignKeys(ofFile);
        var all = new ArrayList<>(outside);
        all.add(ofFile);
        Path directory = file.toAbsolutePath().normalize().getParent();
        return new ServiceSettings(config(all), ofFile, directory == null ? Path.of("") : directory);
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

    /** The endpoint and its security. Errors as {@link MessageSecurityConfiguration#service()}. */
    public ConfiguredService endpoint() {
        return MessageSecurityConfiguration.of(config, directory).service();
    }

    /**
     * The options of the HTTP server.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}
     */
    public HostOptions hostOptions() {
        return HostOptions.DEFAULT
                .with(isOn(HEALTH, "false") ? HealthPage.ON : HealthPage.OFF)
                .describedBy(descriptions())
                .withThreads(count(THREADS, HostOptions.DEFAULT.threads()))
                .withRequestsPerAddress(count(REQUESTS_PER_ADDRESS, HostOptions.DEFAULT.requestsPerAddress()));
    }

    private Set<Description> descriptions() {
        var on = EnumSet.noneOf(Description.class);
        if (isOn(METADATA, "true")) {
            on.add(Description.METADATA);
        }
        if (isOn(PAGE, "true")) {
            on.add(Description.PAGE);
        }
        return on;
    }

    private boolean isOn(String key, String otherwise) {
        String value = value(key, otherwise);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, value, "'true' or 'false'");
        };
    }

    private int count(String key, int otherwise) {
        String value = value(key, String.valueOf(otherwise));
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw invalid(key, value, "a number from 1 to 9999");
        }
        return Integer.parseInt(value);
    }

    private String value(String key, String otherwise) {
        return ServiceModelConfigSource.value(config, key).orElse(otherwise);
    }

    private MessageSecurityException invalid(String key, String value, String expected) {
        return refused(key + " is '" + value + "' in '"
                + ServiceModelConfigSource.source(config, key)
                        .map(ConfigSource::getName)
                        .orElse("") + "' (expected " + expected + "). Correct it there.");
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
                    + MessageSecurityConfiguration.PREFIX + "* or " + new TreeSet<>(OWN_KEYS)
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

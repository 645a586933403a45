// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The sources of a program's settings. A value is taken from the overrides, else from a system property, else from the environment, else
 * from a file:
 *
 * <pre>{@code
 * ProgramSettings settings = SettingsSources.ofSystem()
 *         .withHostKeys(new HostKeys("program.", Map.of(HostKeys.Setting.METADATA, "program.metadata")))
 *         .withOverrides("the command line", options)
 *         .client(Path.of("client.properties"));
 * }</pre>
 *
 * <p>The file is a properties file (UTF-8), or an {@code App.config} or {@code Web.config} of WCF, which ends in {@code .config} or {@code
 * .xml}. File names in it start at its directory. The file and the overrides contain keys {@code message-security.*} and the program's
 * own; any other key is refused, because it is most likely misspelled.
 *
 * <p>An implementation of MicroProfile Config, such as SmallRye Config, has to be on the class path. Immutable and safe for use by several threads.
 */
public final class SettingsSources {
    private static final int OVERRIDES_ORDINAL = 500;
    private static final int SYSTEM_PROPERTIES_ORDINAL = 400;
    private static final int FILE_ORDINAL = 200;

    private final HostKeys host;
    private final MapConfigSource overrides;
    private final Map<String, String> environment;

    private SettingsSources(HostKeys host, MapConfigSource overrides, Map<String, String> environment) {
        this.host = host;
        this.overrides = overrides;
        this.environment = environment;
    }

    /** Takes the system properties and the environment of this process, without overrides and without keys of a program. */
    public static SettingsSources ofSystem() {
        return new SettingsSources(
                HostKeys.NONE, new MapConfigSource("the overrides", OVERRIDES_ORDINAL, Map.of()), System.getenv());
    }

    /** Returns the same sources, in which the program's own keys may stand. */
    public SettingsSources withHostKeys(HostKeys keys) {
        return new SettingsSources(requireNonNull(keys, "keys"), overrides, environment);
    }

    /**
     * Returns the same sources with keys and values that win over all others.
     *
     * @param name how error messages name the overrides, such as "the command line"
     */
    public SettingsSources withOverrides(String name, Map<String, String> values) {
        requireNonNull(name, "name");
        return new SettingsSources(host, new MapConfigSource(name, OVERRIDES_ORDINAL, values), environment);
    }

    /** Returns the same sources with these variables in place of the environment of this process. */
    public SettingsSources withEnvironment(Map<String, String> variables) {
        return new SettingsSources(host, overrides, Map.copyOf(variables));
    }

    /**
     * Reads the settings of a client.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read, or if there is an
     *     unknown key
     */
    public ProgramSettings client(Path file) {
        return read(file, ServiceModelConfigSource::ofClient);
    }

    /**
     * Reads the settings of a service.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read, or if there is an
     *     unknown key
     */
    public ProgramSettings service(Path file) {
        return read(file, ServiceModelConfigSource::ofService);
    }

    /**
     * Reads the settings of a client or a service without a file. File names in the settings start at the current directory.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if there is an unknown key
     */
    public ProgramSettings withoutFile() {
        return settings(outside(), new MapConfigSource("no file", FILE_ORDINAL, Map.of()), Path.of(""));
    }

    /** Reads settings that another framework has put together; no other source counts. File names in them start at the current directory. */
    static MessageSecurityConfiguration only(String name, Map<String, String> values) {
        var source = new MapConfigSource(requireNonNull(name, "name"), FILE_ORDINAL, values);
        ofSystem().refuseUnknownKeys(source);
        return MessageSecurityConfiguration.of(config(List.of(source)), Path.of(""));
    }

    private ProgramSettings read(Path file, ServiceModelReader ofWcf) {
        List<ConfigSource> outside = outside();
        ConfigSource ofFile = ServiceModelConfigSource.reads(file)
                ? ofWcf.read(file, config(outside), host)
                : new MapConfigSource(file.toString(), FILE_ORDINAL, PropertiesFile.read(file));
        return settings(outside, ofFile, directoryOf(file));
    }

    private ProgramSettings settings(List<ConfigSource> outside, ConfigSource ofFile, Path directory) {
        refuseUnknownKeys(ofFile);
        var all = new ArrayList<>(outside);
        all.add(ofFile);
        return new ProgramSettings(config(all), ofFile, directory);
    }

    private List<ConfigSource> outside() {
        refuseUnknownKeys(overrides);
        return List.of(overrides, systemProperties(), new EnvironmentConfigSource(environment));
    }

    private static ConfigSource systemProperties() {
        Properties properties = System.getProperties();
        var values = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name, "")));
        return new MapConfigSource("the system properties", SYSTEM_PROPERTIES_ORDINAL, values);
    }

    private static Path directoryOf(Path file) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        return directory == null ? Path.of("") : directory;
    }

    private void refuseUnknownKeys(ConfigSource source) {
        var unknown = new TreeSet<>(source.getPropertyNames());
        unknown.removeIf(key -> key.startsWith(MessageSecurityConfiguration.PREFIX)
                || host.names().contains(key));
        if (!unknown.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "Unknown keys are set in '" + source.getName() + "': "
                            + unknown.stream().map(UntrustedText::withEscapes).toList() + " (expected " + expectedKeys()
                            + "). Correct or remove them.");
        }
    }

    private String expectedKeys() {
        String ofEndpoint = MessageSecurityConfiguration.PREFIX + "*";
        return host.names().isEmpty() ? ofEndpoint : ofEndpoint + " or one of " + new TreeSet<>(host.names());
    }

    private static Config config(List<ConfigSource> sources) {
        return resolver()
                .getBuilder()
                .withSources(sources.toArray(ConfigSource[]::new))
                .build();
    }

    private static ConfigProviderResolver resolver() {
        try {
            return ConfigProviderResolver.instance();
        } catch (IllegalStateException absent) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "Cannot read the settings: there is no implementation of MicroProfile Config on the class path (expected one)."
                            + " Add one, such as io.smallrye.config:smallrye-config.",
                    absent);
        }
    }

    /** Reads a file of WCF for one of the two sides. */
    private interface ServiceModelReader {
        ServiceModelConfigSource read(Path file, Config outside, HostKeys host);
    }
}

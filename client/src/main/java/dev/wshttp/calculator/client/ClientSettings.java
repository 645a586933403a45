// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.config.ClientReading;
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.config.HostKeys;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.config.ProgramSettings;
import dev.wshttp.security.config.SettingsSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The settings of a client: the keys {@code message-security.*} and {@code client.*}, from the command line, else from system properties,
 * else from the environment, else from a file. Immutable.
 */
public final class ClientSettings {
    private static final HostKeys KEYS = new HostKeys("client.", Map.of());

    private final ProgramSettings settings;

    private ClientSettings(ProgramSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads a properties file (UTF-8), or an {@code App.config} or {@code Web.config} of WCF: a file whose name ends in {@code .config} or
     * {@code .xml}. File names in it start at its directory.
     *
     * @param overrides keys and values that win over all others
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read, or if there is an
     *     unknown key
     */
    public static ClientSettings load(Path file, Map<String, String> overrides) {
        return load(file, overrides, System.getenv());
    }

    static ClientSettings load(Path file, Map<String, String> overrides, Map<String, String> environment) {
        return new ClientSettings(
                sources(overrides).withEnvironment(environment).client(file));
    }

    /**
     * Takes all settings from the command line, the system properties and the environment. File names start at the current directory.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if there is an unknown key
     */
    public static ClientSettings withoutFile(Map<String, String> overrides) {
        return new ClientSettings(sources(overrides).withoutFile());
    }

    private static SettingsSources sources(Map<String, String> overrides) {
        return SettingsSources.ofSystem().withHostKeys(KEYS).withOverrides("the command line (--set)", overrides);
    }

    /**
     * Returns the lines of a properties file that says the same as the {@code App.config} or {@code Web.config} that was read.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it was a properties file
     */
    public List<String> converted() {
        return settings.asProperties();
    }

    /** Returns the endpoint and its security. Throws what {@link MessageSecurityConfiguration#client()} throws. */
    public ConfiguredClient endpoint() {
        return settings.endpoint().client();
    }

    /** Returns the same, one step at a time. Throws what {@link MessageSecurityConfiguration#readClient()} throws. */
    public ClientReading reading() {
        return settings.endpoint().readClient();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.settings.ConfigValues;
import dev.wshttp.security.internal.settings.SettingKey.Side;
import dev.wshttp.security.internal.wcfconfig.HostSettings;
import dev.wshttp.security.internal.wcfconfig.ServiceModelFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section {@code system.serviceModel} of an {@code App.config} or {@code Web.config} of .NET, and is a source of the same settings in
 * the keys {@code message-security.*}. A setting that the file does not have keeps WCF's default. A setting that this library does not support
 * is an error with line, element and remedy.
 *
 * <p>Files or folders stand for the certificate stores of Windows by keys such as {@code message-security.stores.local-machine.my}. Of
 * several endpoints {@code message-security.endpoint} names one. Both come from the sources outside, or from the file's own
 * {@code appSettings}, whose native keys win over the model.
 *
 * <p>The texts of the file are data, as for .NET: expressions such as <code>${HOME}</code>, which MicroProfile Config expands in other sources,
 * stay as they are. Programs read keys of their own by {@link #value}.
 *
 * <p>The file is read once. Document types, external entities and XInclude are refused. Immutable and safe for use by several threads.
 */
public final class ServiceModelConfigSource implements ConfigSource {
    private static final int ORDINAL = 200;

    private final ServiceModelFile file;

    private ServiceModelConfigSource(ServiceModelFile file) {
        this.file = file;
    }

    /** Returns whether this is such a file, by its name: it ends in {@code .config} or {@code .xml}. */
    public static boolean reads(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".config") || name.endsWith(".xml");
    }

    /**
     * Reads a client's file.
     *
     * @param outside the sources that win over the file
     * @param host the keys of the program around the endpoint
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem
     */
    public static ServiceModelConfigSource ofClient(Path file, Config outside, HostKeys host) {
        return new ServiceModelConfigSource(ServiceModelFile.read(file, Side.CLIENT, settings(host), outside));
    }

    /**
     * Reads a service's file.
     *
     * @param outside the sources that win over the file
     * @param host the keys of the program around the endpoint
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem
     */
    public static ServiceModelConfigSource ofService(Path file, Config outside, HostKeys host) {
        return new ServiceModelConfigSource(ServiceModelFile.read(file, Side.SERVICE, settings(host), outside));
    }

    private static HostSettings settings(HostKeys host) {
        Map<String, String> keys = new HashMap<>();
        host.keys().forEach((setting, key) -> keys.put(setting.attribute(), key));
        return new HostSettings(host.prefix(), keys, host.equals(HostKeys.NONE));
    }

    /**
     * Returns the value of a key: without expansion if it comes from a file of WCF, or else as the configuration expands it.
     *
     * @throws java.util.NoSuchElementException if the value is an expression that refers to what is not there
     */
    public static Optional<String> value(Config config, String key) {
        return values(config).value(key);
    }

    /** Returns the source that a key has its value from; empty if it has none. */
    public static Optional<ConfigSource> source(Config config, String key) {
        return values(config).source(key);
    }

    static ConfigValues values(Config config) {
        return new ConfigValues(config, ServiceModelConfigSource.class::isInstance);
    }

    /** Returns the name of the file, so that problems with its settings name it. */
    @Override
    public String getName() {
        return file.name();
    }

    /** Returns the ordinal of a file: below the environment, above defaults. */
    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return file.keys();
    }

    @Override
    public @Nullable String getValue(String key) {
        return file.value(key).orElse(null);
    }

    /**
     * Returns the same settings as a properties file, each with the line that it comes from. It has no keys from outside, except for
     * the files that stand for stores, and no secrets.
     */
    public List<String> asProperties() {
        return file.asProperties();
    }
}

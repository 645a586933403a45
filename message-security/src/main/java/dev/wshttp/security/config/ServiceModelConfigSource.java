// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.config.SettingKey.Side;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code system.serviceModel} of an {@code App.config} or {@code Web.config} of .NET as a source of settings: what WCF would
 * do, in the keys {@code message-security.*}. Where the file says nothing, WCF's defaults hold. What it says and this library cannot do
 * is an error, with line, element and remedy.
 *
 * <p>Files or folders stand for the certificate stores of Windows by keys such as {@code message-security.stores.local-machine.my}. Of
 * several endpoints {@code message-security.endpoint} names one. Both come from the sources outside, or from the file's own
 * {@code appSettings}, whose native keys win over the model.
 *
 * <p>What stands in the file is data, as for .NET: expressions such as <code>${HOME}</code>, which MicroProfile Config expands in other sources,
 * stay as they are. Programs read keys of their own by {@link #value}.
 *
 * <p>The file is read once. Document types, external entities and XInclude are refused. Immutable and safe for use by several threads.
 */
public final class ServiceModelConfigSource implements ConfigSource {
    private static final String SECTION = "system.serviceModel";
    private static final int ORDINAL = 200;

    private final String name;
    private final Map<String, NativeSetting> settings;

    private ServiceModelConfigSource(String name, Map<String, NativeSetting> settings) {
        this.name = name;
        this.settings = settings;
    }

    /** Whether this is such a file, by its name: it ends in {@code .config} or {@code .xml}. */
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
        return read(file, new Translation(file.toString(), Side.CLIENT, host, outside));
    }

    /**
     * Reads a service's file.
     *
     * @param outside the sources that win over the file
     * @param host the keys of the program around the endpoint
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem
     */
    public static ServiceModelConfigSource ofService(Path file, Config outside, HostKeys host) {
        return read(file, new Translation(file.toString(), Side.SERVICE, host, outside));
    }

    /**
     * Returns the value of a key: without any expansion if it comes from a WCF file, or else as the configuration has it.
     *
     * @throws java.util.NoSuchElementException if the value is an expression that refers to what is not there
     */
    public static Optional<String> value(Config config, String key) {
        return winner(config, key)
                .map(file -> file.getValue(key))
                .or(() -> Optional.ofNullable(config.getConfigValue(key).getValue()));
    }

    /** The WCF file that a key has its value from; empty if that is another source. */
    static Optional<ServiceModelConfigSource> winner(Config config, String key) {
        return source(config, key)
                .filter(ServiceModelConfigSource.class::isInstance)
                .map(ServiceModelConfigSource.class::cast);
    }

    /** Returns the source that a key has its value from; empty if it has none. */
    public static Optional<ConfigSource> source(Config config, String key) {
        // The highest ordinal comes first.
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .filter(source -> source.getValue(key) != null)
                .findFirst();
    }

    private static ServiceModelConfigSource read(Path file, Translation translation) {
        ConfigElement configuration = ConfigFile.read(file);
        new AppSettings(translation).read(configuration);
        refuseLocations(configuration, translation);
        Optional<ConfigElement> model = translation.child(configuration, SECTION);
        model.ifPresentOrElse(
                found -> translate(found, translation),
                () -> translation.problem(configuration, "has no <" + SECTION + "> (expected one). Add it"));
        return new ServiceModelConfigSource(file.toString(), translation.settings());
    }

    private static void translate(ConfigElement model, Translation translation) {
        translation.apply(EndpointElements.SERVICE_MODEL, model);
        switch (translation.side()) {
            case CLIENT -> new ClientSection(translation).translate(model);
            case SERVICE -> new ServicesSection(translation).translate(model);
        }
        new Leftovers(translation).note(model);
    }

    // The other sections of the file are other programs' or .NET's own.
    private static void refuseLocations(ConfigElement configuration, Translation translation) {
        configuration.children("location").stream()
                .filter(location -> !location.children(SECTION).isEmpty())
                .peek(location -> location.attribute("path"))
                .forEach(location -> translation.problem(
                        location,
                        "path",
                        "has a <" + SECTION + "> of its own (expected it in <configuration>). Move it there"));
    }

    /** The name of the file, so that problems with its settings name it. */
    @Override
    public String getName() {
        return name;
    }

    /** That of a file: below the environment, above defaults. */
    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return settings.keySet();
    }

    @Override
    public @Nullable String getValue(String key) {
        NativeSetting setting = settings.get(key);
        return setting == null ? null : setting.value();
    }

    /**
     * The same settings as a properties file, each with the line that it comes from. Keys from outside are not in it, but for the files
     * that stand for stores. There are no secrets in it.
     */
    public List<String> asProperties() {
        return NativeProperties.lines(name, new LinkedHashMap<>(settings));
    }
}

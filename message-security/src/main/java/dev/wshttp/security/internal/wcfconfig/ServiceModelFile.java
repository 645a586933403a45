// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.settings.SettingKey.Side;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** A configuration file of WCF in native keys. Immutable and safe for use by several threads. */
public final class ServiceModelFile {
    private static final String SECTION = "system.serviceModel";

    private final String name;
    private final Map<String, NativeSetting> settings;

    private ServiceModelFile(String name, Map<String, NativeSetting> settings) {
        this.name = name;
        this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * Reads the file for one side.
     *
     * @param outside the sources that win over the file
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming every problem
     */
    public static ServiceModelFile read(Path file, Side side, HostSettings host, Config outside) {
        var translation = new Translation(file.toString(), side, host, outside);
        ConfigElement configuration = ConfigFile.read(file);
        new AppSettings(translation).read(configuration);
        refuseLocations(configuration, translation);
        Optional<ConfigElement> model = translation.child(configuration, SECTION);
        model.ifPresentOrElse(
                found -> translate(found, translation),
                () -> translation.problem(configuration, "has no <" + SECTION + "> (expected one). Add it"));
        return new ServiceModelFile(file.toString(), translation.settings());
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

    /** Returns the name of the file. */
    public String name() {
        return name;
    }

    /** Returns the native keys that have a value. */
    public Set<String> keys() {
        return settings.keySet();
    }

    /** Returns the value of a native key. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(settings.get(key)).map(NativeSetting::value);
    }

    /** Returns the same settings as the lines of a properties file, each with the line that it comes from. */
    public List<String> asProperties() {
        return NativeProperties.lines(name, settings);
    }
}

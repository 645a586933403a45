// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The endpoint of a service, as its settings describe it. With the keys {@code message-security.cluster.*} the feature holds connections to the store; a
 * program that ends the service before its JVM closes {@link MessageSecurityFeature#instances()}.
 *
 * @param feature secures the endpoint; it has the address
 * @param address the logical address that clients send to ({@code wsa:To})
 * @param listenUri where to listen, when that is another place (WCF: {@code listenUri})
 */
public record ConfiguredService(MessageSecurityFeature feature, URI address, Optional<URI> listenUri) {
    /**
     * Checks that nothing is missing.
     *
     * @throws NullPointerException if a part is null
     */
    public ConfiguredService {
        requireNonNull(feature, "feature");
        requireNonNull(address, "address");
        requireNonNull(listenUri, "listenUri");
    }

    /**
     * Reads the settings of a service from a properties file, or from an {@code App.config} or {@code Web.config} of WCF. System properties win
     * over the environment, and the environment over the file. File names in it start at its directory.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read or has a key other
     *     than {@code message-security.*}; otherwise as {@link MessageSecurityConfiguration#service()}
     */
    public static ConfiguredService fromFile(Path file) {
        return SettingsSources.ofSystem().service(file).endpoint().service();
    }

    /**
     * Reads the settings of a service from the keys {@code message-security.*} of a configuration. File names in it start at the current
     * directory; {@link MessageSecurityConfiguration#of} takes another one.
     *
     * @throws MessageSecurityException as {@link MessageSecurityConfiguration#service()}
     */
    public static ConfiguredService from(Config config) {
        return MessageSecurityConfiguration.of(config, Path.of("")).service();
    }

    /**
     * Reads the settings of a service from keys and values that a framework has put together, such as Spring's {@code Environment}. System properties and
     * the environment do not count beside them. File names start at the current directory.
     *
     * @param source how error messages name the place of the settings, such as {@code application.yml}
     * @param settings the keys {@code message-security.*} and their values
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if there is another key; otherwise as {@link
     *     MessageSecurityConfiguration#service()}
     */
    public static ConfiguredService from(String source, Map<String, String> settings) {
        return SettingsSources.only(source, settings).service();
    }

    /** Returns where to listen: host, port and path of the transport. */
    public URI listenOn() {
        return listenUri.orElse(address);
    }
}

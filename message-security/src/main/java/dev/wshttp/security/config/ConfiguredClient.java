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
 * The endpoint of a client, as its settings describe it.
 *
 * @param feature secures the port; it has the address
 * @param address the service's logical address ({@code wsa:To})
 * @param via where to connect, when that is another place (WCF: {@code clientVia})
 */
public record ConfiguredClient(MessageSecurityFeature feature, URI address, Optional<URI> via) {
    /**
     * Checks that nothing is missing.
     *
     * @throws NullPointerException if a part is null
     */
    public ConfiguredClient {
        requireNonNull(feature, "feature");
        requireNonNull(address, "address");
        requireNonNull(via, "via");
    }

    /**
     * Reads the settings of a client from a properties file, or from an {@code App.config} or {@code Web.config} of WCF. System properties win
     * over the environment, and the environment over the file. File names in it start at its directory.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read or has a key other
     *     than {@code message-security.*}; otherwise as {@link MessageSecurityConfiguration#client()}
     */
    public static ConfiguredClient fromFile(Path file) {
        return SettingsSources.ofSystem().client(file).endpoint().client();
    }

    /**
     * Reads the settings of a client from the keys {@code message-security.*} of a configuration. File names in it start at the current
     * directory; {@link MessageSecurityConfiguration#of} takes another one.
     *
     * @throws MessageSecurityException as {@link MessageSecurityConfiguration#client()}
     */
    public static ConfiguredClient from(Config config) {
        return MessageSecurityConfiguration.of(config, Path.of("")).client();
    }

    /**
     * Reads the settings of a client from keys and values that a framework has put together, such as Spring's {@code Environment}. System properties and
     * the environment do not count beside them. File names start at the current directory.
     *
     * @param source how error messages name the place of the settings, such as {@code application.yml}
     * @param settings the keys {@code message-security.*} and their values
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if there is another key; otherwise as {@link
     *     MessageSecurityConfiguration#client()}
     */
    public static ConfiguredClient from(String source, Map<String, String> settings) {
        return SettingsSources.only(source, settings).client();
    }

    /** Returns where to connect: the value of the port's endpoint address property. */
    public URI connectTo() {
        return via.orElse(address);
    }
}

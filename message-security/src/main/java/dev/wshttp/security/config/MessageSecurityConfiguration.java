// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.settings.ClientEndpointSettings;
import dev.wshttp.security.internal.settings.ServiceEndpointSettings;
import dev.wshttp.security.internal.settings.SettingKey;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;

/**
 * Builds the feature of a client or a service from the keys {@code message-security.*}, as code builds it:
 *
 * <pre>{@code
 * var configuration = MessageSecurityConfiguration.of(config, Path.of("conf"));
 * var client = configuration.client();
 * Calculator calculator = new CalculatorService().getCalculatorPort(client.feature());
 * }</pre>
 *
 * <p>{@link ConfiguredClient#fromFile} and {@link ConfiguredService#fromFile} read a file; {@link SettingsSources} reads a file together with
 * keys of a program. Relative file names start at the base directory, normally the one of the settings file. Defaults are WCF's. Passwords come from a
 * file, the environment or a system property. Every problem is reported at once, with the source of each value: a key that is bad,
 * missing or unknown, or that belongs to the other side. Immutable and safe for use by several threads; reads the files anew at each call.
 */
public final class MessageSecurityConfiguration {
    /** The beginning of all keys, {@code message-security.} with its dot. */
    public static final String PREFIX = SettingKey.PREFIX;

    private final Config config;
    private final Path baseDirectory;

    private MessageSecurityConfiguration(Config config, Path baseDirectory) {
        this.config = requireNonNull(config, "config");
        this.baseDirectory = requireNonNull(baseDirectory, "baseDirectory");
    }

    /** Creates a reader of these settings; it reads nothing yet. */
    public static MessageSecurityConfiguration of(Config config, Path baseDirectory) {
        return new MessageSecurityConfiguration(config, baseDirectory);
    }

    /**
     * Reads a client's settings.
     *
     * @throws MessageSecurityException naming every problem; with {@link SecurityFault#CONFIGURATION_INVALID}, or with a code of
     *     its own if the only problem is a file that cannot be read ({@link SecurityFault#CREDENTIAL_UNREADABLE}), a
     *     certificate of another service ({@link SecurityFault#SERVICE_IDENTITY_MISMATCH}), or a WSDL
     *     ({@link SecurityFault#METADATA_UNREADABLE}, {@link SecurityFault#POLICY_NOT_SUPPORTED})
     */
    public ConfiguredClient client() {
        return readClient().configured();
    }

    /**
     * Reads a client's settings as {@link #client()} does, but does not compare the service's certificate with the expected
     * identity yet: {@link ClientReading#configured()} does.
     *
     * @throws MessageSecurityException naming every problem but that one
     */
    public ClientReading readClient() {
        return new ClientReading(ClientEndpointSettings.read(ServiceModelConfigSource.values(config), baseDirectory));
    }

    /**
     * Reads a service's settings.
     *
     * @throws MessageSecurityException naming every problem; with {@link SecurityFault#CONFIGURATION_INVALID}, or with
     *     {@link SecurityFault#CREDENTIAL_UNREADABLE} if files that cannot be read are all that is wrong
     */
    public ConfiguredService service() {
        var settings = ServiceEndpointSettings.read(ServiceModelConfigSource.values(config), baseDirectory);
        return new ConfiguredService(settings.feature(), settings.address(), settings.listenUri());
    }
}

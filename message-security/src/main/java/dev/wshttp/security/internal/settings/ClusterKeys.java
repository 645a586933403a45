// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.ServiceInstances;
import dev.wshttp.security.instances.ServiceInstancesProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The keys of what the instances of a service share. Another module gives them their meaning; without any of them, it is not needed. */
final class ClusterKeys {
    private static final String FAMILY = SettingKey.PREFIX + "cluster.";

    private ClusterKeys() {}

    /** Returns whether instances share anything. A key without that of the tokens becomes a problem. */
    static boolean areSet(Settings settings) {
        List<SettingKey> set = Arrays.stream(SettingKey.values())
                .filter(key -> key.fullName().startsWith(FAMILY))
                .filter(settings::isSet)
                .toList();
        if (!set.isEmpty()) {
            settings.required(SettingKey.CLUSTER_TOKENS, Format.CLUSTER_TOKENS);
        }
        return !set.isEmpty();
    }

    /**
     * Connects to what the instances share.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the module for that is missing, or a setting is wrong
     */
    static ServiceInstances connect(Settings settings, Path baseDirectory) {
        ServiceInstancesProvider provider;
        try {
            provider = provider();
        } catch (ServiceConfigurationError broken) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The module for the settings '" + FAMILY + "*' cannot be loaded: " + broken.getMessage()
                            + ". Use message-security-cluster and message-security of one version, with all that they depend on.",
                    broken);
        }
        return provider.connect(name -> text(settings, name), baseDirectory);
    }

    private static Optional<String> text(Settings settings, String name) {
        return SettingKey.named(FAMILY + name).flatMap(settings::text);
    }

    private static ServiceInstancesProvider provider() {
        // The application's class loader first: in a container it has what the application brings along.
        return ServiceLoader.load(ServiceInstancesProvider.class)
                .findFirst()
                .or(() -> ServiceLoader.load(
                                ServiceInstancesProvider.class, ServiceInstancesProvider.class.getClassLoader())
                        .findFirst())
                .orElseThrow(
                        () -> new MessageSecurityException(
                                SecurityFault.CONFIGURATION_INVALID,
                                "The settings '" + FAMILY
                                        + "*' need a module that is not there (expected message-security-cluster on the class path or the module"
                                        + " path). Add the dependency dev.wshttp:message-security-cluster, or remove these settings."));
    }
}

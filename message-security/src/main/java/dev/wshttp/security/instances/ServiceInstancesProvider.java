// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Makes what instances share from settings. Found by {@link java.util.ServiceLoader}, so that a setting is enough to choose it. */
public interface ServiceInstancesProvider {
    /**
     * Connects to what the instances share. A shared memory that does not answer yet is no error: the service starts, and refuses what depends on it until it
     * answers.
     *
     * <p>The settings are {@code tokens} ({@code self-contained}), {@code keys-file}, and for a shared memory {@code uri}, {@code user}, {@code password-file},
     * {@code trust-file}, {@code timeout}, {@code name}, {@code replicas} and {@code max-sessions}.
     *
     * @param settings returns the text of a setting by its name after {@code message-security.cluster.}, such as {@code uri}
     * @param baseDirectory against which relative paths of files are resolved
     * @throws dev.wshttp.security.MessageSecurityException with {@link dev.wshttp.security.SecurityFault#CONFIGURATION_INVALID} if a setting is missing or
     *     wrong
     */
    ServiceInstances connect(Function<String, Optional<String>> settings, Path baseDirectory);
}

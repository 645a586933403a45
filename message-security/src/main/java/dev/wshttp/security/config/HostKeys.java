// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * The keys under which the program around an endpoint has those settings of WCF that do not belong to the security of the binding. A
 * setting without a key is accepted at WCF's default only.
 *
 * @param prefix the beginning of the program's own keys; keys of that kind may stand in {@code appSettings}
 * @param keys the full names of the keys
 */
public record HostKeys(String prefix, Map<Setting, String> keys) {
    /** A program without keys of its own. */
    public static final HostKeys NONE = new HostKeys(MessageSecurityConfiguration.PREFIX, Map.of());

    public HostKeys {
        requireNonNull(prefix, "prefix");
        keys = Map.copyOf(keys);
    }

    /** A setting of WCF that a program has to follow. */
    public enum Setting {
        /** How long a client waits for the connection, in whole seconds ({@code openTimeout}). */
        OPEN_TIMEOUT,
        /** How long a client waits for an answer, in whole seconds ({@code sendTimeout}). */
        SEND_TIMEOUT,
        /** Whether a service shows its WSDL ({@code serviceMetadata httpGetEnabled}). */
        METADATA,
        /** Whether a service shows a page about itself ({@code serviceDebug httpHelpPageEnabled}). */
        HELP_PAGE
    }
}

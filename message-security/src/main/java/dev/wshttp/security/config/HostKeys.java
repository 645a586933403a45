// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;

/**
 * The keys of the program that hosts an endpoint, for those settings of WCF that do not belong to the security of the binding (timeouts, WSDL,
 * help page). If a setting has no key, only WCF's default is accepted for it.
 *
 * @param prefix the beginning of the program's own keys; keys of that kind may stand in {@code appSettings}
 * @param names the full names of all keys of the program
 * @param keys those among them that stand for a setting of WCF
 */
public record HostKeys(String prefix, Set<String> names, Map<Setting, String> keys) {
    /** A program that decides its own settings itself, whatever a file of WCF says of them: a file with any value is accepted. */
    public static final HostKeys NONE = new HostKeys(MessageSecurityConfiguration.PREFIX, Map.of());

    /** @throws IllegalArgumentException if a setting of WCF has a key that is not among the names */
    public HostKeys {
        requireNonNull(prefix, "prefix");
        names = Set.copyOf(names);
        keys = Map.copyOf(keys);
        if (!names.containsAll(keys.values())) {
            throw new IllegalArgumentException("The keys are " + keys.values() + " (expected some of the names, "
                    + names + "). Add the missing names.");
        }
    }

    /** Makes the keys of a program whose keys all correspond to a setting of WCF. */
    public HostKeys(String prefix, Map<Setting, String> keys) {
        this(prefix, Set.copyOf(keys.values()), keys);
    }

    /** A setting of WCF that a program has to follow. */
    public enum Setting {
        /** Whether a service shows its WSDL ({@code serviceMetadata httpGetEnabled}). */
        METADATA("httpGetEnabled"),
        /** Whether a service shows a page about itself ({@code serviceDebug httpHelpPageEnabled}). */
        HELP_PAGE("httpHelpPageEnabled");

        private final String attribute;

        Setting(String attribute) {
            this.attribute = attribute;
        }

        /** Returns the name of WCF's attribute. */
        String attribute() {
            return attribute;
        }
    }
}

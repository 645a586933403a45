// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.SettingKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the endpoint of this program among those of a file: the only one, or the one that {@code message-security.endpoint} names. */
final class EndpointChoice {
    private static final String NAME = "name";

    private final Translation translation;

    EndpointChoice(Translation translation) {
        this.translation = translation;
    }

    /** Chooses an endpoint. If there is none, or no way to choose, that becomes a problem. The other endpoints have no effect. */
    Optional<ConfigElement> choose(List<ConfigElement> endpoints, ConfigElement parent) {
        Optional<String> wanted = translation.nativeValue("endpoint");
        List<ConfigElement> found = callable(endpoints.stream()
                .filter(endpoint -> wanted.isEmpty() || isNamed(endpoint, wanted.get()))
                .toList());
        endpoints.stream()
                .filter(endpoint -> found.size() != 1 || endpoint != found.get(0))
                .forEach(ConfigElement::leaveAlone);
        if (endpoints.isEmpty()) {
            translation.problem(parent, "has no <endpoint> for a " + translation.side() + " (expected one). Add it");
        } else if (found.isEmpty()) {
            translation.problem(
                    parent,
                    "has no <endpoint> with the name '" + wanted.orElse("") + "' (expected one of: " + names(endpoints)
                            + "). Correct " + SettingKey.ENDPOINT);
        } else if (found.size() > 1) {
            translation.problem(
                    parent,
                    "has " + found.size() + " endpoints (expected one, or a choice among: " + names(found) + "). Set "
                            + SettingKey.ENDPOINT
                            + " to the name of one, or to its contract, a slash and its name; give those without a name one");
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Returns, of endpoints of one name, those with a binding that is supported, if there are some: the name cannot mean the others. */
    private static List<ConfigElement> callable(List<ConfigElement> endpoints) {
        if (endpoints.stream().map(EndpointChoice::name).distinct().count() != 1) {
            return endpoints;
        }
        List<ConfigElement> callable = endpoints.stream()
                .filter(endpoint -> BindingsSection.isSupported(
                        endpoint.attribute("binding").orElse("")))
                .toList();
        return callable.isEmpty() ? endpoints : callable;
    }

    // For .NET contract and name together are the key of an endpoint, so names may be equal.
    private static boolean isNamed(ConfigElement endpoint, String wanted) {
        return name(endpoint).equals(wanted)
                || (endpoint.attribute("contract").orElse("") + "/" + name(endpoint)).equals(wanted);
    }

    private static String names(List<ConfigElement> endpoints) {
        return endpoints.stream()
                .map(endpoint -> "'" + name(endpoint) + "'"
                        + endpoint.attribute("contract")
                                .map(contract -> " of '" + contract + "'")
                                .orElse("")
                        + " on line " + endpoint.line())
                .collect(Collectors.joining(", "));
    }

    private static String name(ConfigElement endpoint) {
        return endpoint.attribute(NAME).orElse("");
    }
}

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
        List<ConfigElement> found = endpoints.stream()
                .filter(endpoint -> wanted.isEmpty() || name(endpoint).equals(wanted.get()))
                .toList();
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
                            + SettingKey.ENDPOINT + " to the name of one; give those without a name one");
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String names(List<ConfigElement> endpoints) {
        return endpoints.stream()
                .map(endpoint -> "'" + name(endpoint) + "' on line " + endpoint.line())
                .collect(Collectors.joining(", "));
    }

    private static String name(ConfigElement endpoint) {
        return endpoint.attribute(NAME).orElse("");
    }
}

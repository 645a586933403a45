// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import java.util.List;
import java.util.Optional;

/** {@code behaviors}: finds the behaviour that an endpoint or a service refers to. */
final class BehaviorsSection {
    private static final String OF_ENDPOINTS = "endpointBehaviors";
    private static final String OF_SERVICES = "serviceBehaviors";

    private final Translation translation;

    BehaviorsSection(Translation translation) {
        this.translation = translation;
    }

    Optional<ConfigElement> ofEndpoint(ConfigElement serviceModel, ConfigElement endpoint) {
        return find(serviceModel, endpoint, OF_ENDPOINTS, OF_SERVICES);
    }

    Optional<ConfigElement> ofService(ConfigElement serviceModel, ConfigElement service) {
        return find(serviceModel, service, OF_SERVICES, OF_ENDPOINTS);
    }

    /** Returns the behaviour of all endpoints of a service that name none (WCF 4): the one without a name. */
    Optional<ConfigElement> ofEveryEndpoint(ConfigElement serviceModel) {
        return translation.child(serviceModel, "behaviors").stream()
                .flatMap(section -> section.children(OF_ENDPOINTS).stream())
                .flatMap(section -> section.items("behavior").stream())
                .filter(behavior -> behavior.attribute("name").orElse("").isEmpty())
                .findFirst();
    }

    // The behaviours of the other kind have no effect on this side.
    private Optional<ConfigElement> find(
            ConfigElement serviceModel, ConfigElement referrer, String kind, String otherKind) {
        Optional<ConfigElement> behaviors = translation.child(serviceModel, "behaviors");
        behaviors.ifPresent(section -> section.children(otherKind).forEach(ConfigElement::leaveAlone));
        List<ConfigElement> candidates = behaviors
                .flatMap(section -> translation.child(section, kind))
                .map(section -> section.items("behavior"))
                .orElse(List.of());
        return new NamedElements(translation, candidates, "<behavior> of <" + kind + ">")
                .referredToBy(referrer, "behaviorConfiguration");
    }
}

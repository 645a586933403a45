// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import java.util.List;
import java.util.Optional;

/** {@code bindings}: finds the binding of an endpoint. */
final class BindingsSection {
    private static final String CONFIGURATION = "bindingConfiguration";
    private static final String STANDARD = "wsHttpBinding";
    private static final String CUSTOM = "customBinding";

    // Those of other endpoints have no effect on this one.
    private static final List<String> OTHERS = List.of(
            "basicHttpBinding",
            "basicHttpsBinding",
            "basicHttpContextBinding",
            "mexHttpBinding",
            "mexHttpsBinding",
            "mexNamedPipeBinding",
            "mexTcpBinding",
            "msmqIntegrationBinding",
            "netHttpBinding",
            "netHttpsBinding",
            "netMsmqBinding",
            "netNamedPipeBinding",
            "netPeerTcpBinding",
            "netTcpBinding",
            "netTcpContextBinding",
            "webHttpBinding",
            "ws2007FederationHttpBinding",
            "ws2007HttpBinding",
            "wsDualHttpBinding",
            "wsFederationHttpBinding",
            "wsHttpContextBinding");

    private final Translation translation;

    BindingsSection(Translation translation) {
        this.translation = translation;
    }

    /** Returns whether a binding may be one of this library. */
    static boolean isSupported(String kind) {
        return kind.equals(STANDARD) || kind.equals(CUSTOM);
    }

    /** Translates the binding that an endpoint has. */
    void translate(ConfigElement serviceModel, ConfigElement endpoint) {
        Optional<ConfigElement> bindings = translation.child(serviceModel, "bindings");
        bindings.ifPresent(
                section -> OTHERS.forEach(other -> section.children(other).forEach(ConfigElement::leaveAlone)));
        String kind = endpoint.attribute("binding").orElse("");
        List<ConfigElement> standard = configurations(bindings, STANDARD, kind);
        List<ConfigElement> custom = configurations(bindings, CUSTOM, kind);
        switch (kind) {
            case STANDARD -> translateStandard(endpoint, standard);
            case CUSTOM -> translateCustom(endpoint, custom);
            default ->
                translation.problem(
                        endpoint,
                        "binding",
                        "is not supported (expected '" + STANDARD + "' or '" + CUSTOM
                                + "'). WS2007HttpBinding and the others are other protocols. Use wsHttpBinding on both sides");
        }
    }

    private List<ConfigElement> configurations(Optional<ConfigElement> bindings, String kind, String wanted) {
        Optional<ConfigElement> collection = bindings.flatMap(section -> translation.child(section, kind));
        if (!kind.equals(wanted)) {
            collection.ifPresent(ConfigElement::leaveAlone);
        }
        return collection.map(each -> each.items("binding")).orElse(List.of());
    }

    private void translateStandard(ConfigElement endpoint, List<ConfigElement> bindings) {
        Optional<ConfigElement> binding = named(bindings, STANDARD).referredToBy(endpoint, CONFIGURATION);
        binding.ifPresent(found -> new WsHttpBindingSection(translation).translate(found));
        if (binding.isEmpty() && !NamedElements.isNamed(endpoint, CONFIGURATION)) {
            translation.problem(
                    endpoint,
                    "has no bindingConfiguration, and WCF's default credential is 'Windows' (expected the name of a"
                            + " <binding> with <message clientCredentialType=\"Certificate\"/>). Add both");
        }
    }

    private void translateCustom(ConfigElement endpoint, List<ConfigElement> bindings) {
        Optional<ConfigElement> binding = named(bindings, CUSTOM).referredToBy(endpoint, CONFIGURATION);
        binding.ifPresent(found -> new CustomBindingSection(translation).translate(found));
        if (binding.isEmpty() && !NamedElements.isNamed(endpoint, CONFIGURATION)) {
            translation.problem(
                    endpoint,
                    "has no bindingConfiguration (expected the name of a <binding> of <customBinding>). Add it");
        }
    }

    private NamedElements named(List<ConfigElement> bindings, String kind) {
        return new NamedElements(translation, bindings, "<binding> of <" + kind + ">");
    }
}

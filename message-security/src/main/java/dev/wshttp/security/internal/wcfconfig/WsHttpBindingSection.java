// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import java.util.Optional;

/** {@code wsHttpBinding/binding}: the binding and its parts. */
final class WsHttpBindingSection {
    private static final String CREDENTIAL = "clientCredentialType";

    private final Translation translation;

    WsHttpBindingSection(Translation translation) {
        this.translation = translation;
    }

    void translate(ConfigElement binding) {
        translation.apply(BindingElements.BINDING, binding);
        BindingElements.TIMEOUTS.forEach(rule -> rule.apply(binding, translation));
        translation
                .child(binding, "readerQuotas")
                .ifPresent(quotas -> new ReaderQuotasSection(translation)
                        .translate(quotas, binding.attribute("maxReceivedMessageSize")));
        translation
                .child(binding, "reliableSession")
                .ifPresent(session -> translation.apply(BindingElements.RELIABLE_SESSION, session));
        Optional<ConfigElement> security = translation.child(binding, "security");
        security.ifPresent(this::translateSecurity);
        Optional<ConfigElement> message = security.flatMap(found -> translation.child(found, "message"));
        requireCertificate(message.or(() -> security).orElse(binding), message);
    }

    private void translateSecurity(ConfigElement security) {
        translation.apply(BindingElements.SECURITY, security);
        translation.child(security, "transport").ifPresent(transport -> {
            translation.apply(BindingElements.TRANSPORT, transport);
            translation.child(transport, "extendedProtectionPolicy").ifPresent(ConfigElement::leaveAlone);
        });
        translation
                .child(security, "message")
                .ifPresent(message -> translation.apply(BindingElements.MESSAGE, message));
    }

    private void requireCertificate(ConfigElement nearest, Optional<ConfigElement> message) {
        Optional<String> type = message.flatMap(found -> found.attribute(CREDENTIAL));
        if (type.isEmpty()) {
            translation.problem(
                    nearest,
                    "has no clientCredentialType, and WCF's default is 'Windows' (expected"
                            + " <message clientCredentialType=\"Certificate\"/>). Add it on both sides");
        } else if (type.get().equals("Certificate")) {
            translation.put("client-credential-type", "certificate", message.orElseThrow(), CREDENTIAL);
        } else {
            translation.problem(
                    message.orElseThrow(),
                    CREDENTIAL,
                    "is not supported (expected 'Certificate'). Certificates are the only credentials: use them on both"
                            + " sides");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.SettingKey.Side;
import java.util.Optional;

/** {@code customBinding/binding}: WSHttpBinding as a custom binding, the only form in which WCF can set clock skew and limits of sessions. */
final class CustomBindingSection {
    private static final String TEXT = "textMessageEncoding";
    private static final String MTOM = "mtomMessageEncoding";
    private static final String SIZE = "maxReceivedMessageSize";
    private static final String BUFFER = "maxBufferSize";
    private static final String DEFAULT_SIZE = "65536";
    private static final String MODE = "authenticationMode";
    private static final String SUITE = "defaultAlgorithmSuite";
    private static final String CONFIRMATION = "requireSignatureConfirmation";
    private static final String CONVERSATION = "SecureConversation";
    private static final String CERTIFICATE = "MutualCertificate";
    private static final String NEGOTIATED = "MutualSslNegotiated";

    private final Translation translation;

    CustomBindingSection(Translation translation) {
        this.translation = translation;
    }

    void translate(ConfigElement binding) {
        binding.attribute("name");
        BindingElements.TIMEOUTS.forEach(rule -> rule.apply(binding, translation));
        Optional<ConfigElement> transport = required(binding, "httpTransport");
        transport.ifPresent(this::translateTransport);
        translation
                .child(binding, TEXT)
                .ifPresent(text -> translateEncoding(text, BindingElements.TEXT_MESSAGE_ENCODING, transport));
        translation.child(binding, MTOM).ifPresent(mtom -> translateMtom(binding, mtom, transport));
        required(binding, "security").ifPresent(this::translateSecurity);
    }

    private Optional<ConfigElement> required(ConfigElement parent, String child) {
        Optional<ConfigElement> found = translation.child(parent, child);
        if (found.isEmpty()) {
            translation.problem(parent, "has no <" + child + "> (expected one, as WSHttpBinding has). Add it");
        }
        return found;
    }

    private void translateTransport(ConfigElement transport) {
        translation.apply(BindingElements.HTTP_TRANSPORT, transport);
        String size = transport.attribute(SIZE).orElse(DEFAULT_SIZE);
        translation
                .value(transport, BUFFER, WcfType.NUMBER)
                .filter(buffer -> !buffer.equals(size))
                .ifPresent(buffer -> translation.problem(
                        transport,
                        BUFFER,
                        "is not supported (expected " + SIZE + ", which is '" + size + "'). Remove it"));
    }

    private void translateMtom(ConfigElement binding, ConfigElement mtom, Optional<ConfigElement> transport) {
        if (!binding.children(TEXT).isEmpty()) {
            translation.problem(mtom, "stands beside <" + TEXT + "> (expected one of the two). Remove one");
        }
        translation.put("message-encoding", "mtom", mtom, "");
        translateEncoding(mtom, BindingElements.MTOM_MESSAGE_ENCODING, transport);
    }

    private void translateEncoding(ConfigElement encoding, ElementRules rules, Optional<ConfigElement> transport) {
        translation.apply(rules, encoding);
        translation
                .child(encoding, "readerQuotas")
                .ifPresent(quotas -> new ReaderQuotasSection(translation)
                        .translate(quotas, transport.flatMap(found -> found.attribute(SIZE))));
    }

    private void translateSecurity(ConfigElement security) {
        String mode = mode(security, CERTIFICATE, NEGOTIATED, CONVERSATION);
        translateCommon(security, mode);
        if (mode.equals(CONVERSATION)) {
            translation.put("establish-security-context", "true", security, MODE);
            required(security, "secureConversationBootstrap").ifPresent(inner -> translateBootstrap(security, inner));
        } else {
            translation.put("establish-security-context", "false", security, MODE);
            putNegotiation(security, mode);
            translateLocal(security, security);
        }
        translation
                .value(security, SUITE, WcfType.ALGORITHM_SUITE)
                .ifPresent(suite -> translation.put("algorithm-suite", suite, security, SUITE));
    }

    private void translateBootstrap(ConfigElement outer, ConfigElement bootstrap) {
        String mode = mode(bootstrap, CERTIFICATE, NEGOTIATED);
        translateCommon(bootstrap, mode);
        putNegotiation(bootstrap, mode);
        if (!suite(outer).equals(suite(bootstrap))) {
            translation.problem(
                    bootstrap,
                    SUITE,
                    "differs from the <security> around it (expected the same suite for both). Write the same");
        }
        translateLocal(outer, bootstrap);
    }

    private void translateCommon(ConfigElement security, String mode) {
        translation.apply(BindingElements.CUSTOM_SECURITY, security);
        String confirmed = String.valueOf(mode.equals(CERTIFICATE));
        translation
                .value(security, CONFIRMATION, WcfType.FLAG)
                .filter(value -> !value.equals(confirmed))
                .ifPresent(value -> translation.problem(
                        security,
                        CONFIRMATION,
                        "is not supported (expected '" + confirmed + "', as WSHttpBinding has it for " + mode
                                + "). Remove it"));
    }

    private void putNegotiation(ConfigElement security, String mode) {
        translation.put("negotiate-service-credential", String.valueOf(mode.equals(NEGOTIATED)), security, MODE);
    }

    private String mode(ConfigElement security, String... supported) {
        if (security.attribute(MODE).isEmpty()) {
            translation.problem(
                    security,
                    "has no authenticationMode, and WCF's default is 'SspiNegotiated' (expected one of "
                            + String.join(", ", supported) + "). Add it");
        }
        return translation.value(security, MODE, WcfType.oneOf(supported)).orElse("");
    }

    private static Optional<String> suite(ConfigElement security) {
        return WcfType.ALGORITHM_SUITE.translate(security.attribute(SUITE).orElse("Default"));
    }

    // The settings of the other side have no effect on this one.
    private void translateLocal(ConfigElement security, ConfigElement negotiation) {
        boolean isClient = translation.side() == Side.CLIENT;
        String own = isClient ? "localClientSettings" : "localServiceSettings";
        String others = isClient ? "localServiceSettings" : "localClientSettings";
        security.children(others).forEach(ConfigElement::leaveAlone);
        negotiation.children(others).forEach(ConfigElement::leaveAlone);
        Optional<ConfigElement> ofSession = translation.child(security, own);
        Optional<ConfigElement> ofNegotiation =
                security == negotiation ? ofSession : translation.child(negotiation, own);
        new LocalSettingsSection(translation, ofSession, ofNegotiation).translate();
    }
}

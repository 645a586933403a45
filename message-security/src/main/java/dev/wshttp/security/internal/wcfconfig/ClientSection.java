// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static dev.wshttp.security.internal.wcfconfig.CertificateLookup.CLIENT_CERTIFICATE;
import static dev.wshttp.security.internal.wcfconfig.CertificateLookup.EXPECTED_SERVICE_CERTIFICATE;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.internal.settings.SettingKey;
import dev.wshttp.security.internal.settings.StoreLocation;
import java.util.List;
import java.util.Optional;

/** {@code client}: one endpoint with its binding, its identity and its behaviour. */
final class ClientSection {
    private static final String ADDRESS = "address";
    private static final String TARGET = "targetUri";
    private static final String BEHAVIOR = "behaviorConfiguration";

    private final Translation translation;

    ClientSection(Translation translation) {
        this.translation = translation;
    }

    void translate(ConfigElement serviceModel) {
        // Another program's.
        serviceModel.children("services").forEach(ConfigElement::leaveAlone);
        Optional<ConfigElement> client = translation.child(serviceModel, "client");
        List<ConfigElement> endpoints =
                client.map(section -> section.items("endpoint")).orElse(List.of());
        new EndpointChoice(translation)
                .choose(endpoints, client.orElse(serviceModel))
                .ifPresentOrElse(endpoint -> translateEndpoint(serviceModel, endpoint), () -> leaveParts(serviceModel));
    }

    private static void leaveParts(ConfigElement serviceModel) {
        serviceModel.children("bindings").forEach(ConfigElement::leaveAlone);
        serviceModel.children("behaviors").forEach(ConfigElement::leaveAlone);
    }

    private void translateEndpoint(ConfigElement serviceModel, ConfigElement endpoint) {
        translation.apply(EndpointElements.CLIENT_ENDPOINT, endpoint);
        if (endpoint.attribute(ADDRESS).isEmpty() && !translation.isGiven(ADDRESS)) {
            translation.problem(
                    endpoint, "has no address (expected one, or the key " + SettingKey.ADDRESS + "). Add it");
        }
        new BindingsSection(translation).translate(serviceModel, endpoint);
        translation
                .child(endpoint, "identity")
                .ifPresent(identity -> new IdentitySection(translation).ofClient(identity));
        Optional<ConfigElement> behavior = new BehaviorsSection(translation).ofEndpoint(serviceModel, endpoint);
        if (behavior.isPresent() || !NamedElements.isNamed(endpoint, BEHAVIOR)) {
            translateBehavior(endpoint, behavior);
        }
    }

    private void translateBehavior(ConfigElement endpoint, Optional<ConfigElement> behavior) {
        behavior.ifPresent(found -> translation.apply(EndpointElements.ENDPOINT_BEHAVIOR, found));
        behavior.flatMap(found -> translation.child(found, "clientVia"))
                .ifPresent(via -> translation.apply(EndpointElements.CLIENT_VIA, via));
        Optional<ConfigElement> credentials = behavior.flatMap(found -> translation.child(found, "clientCredentials"));
        credentials.ifPresent(found -> translation.apply(CredentialElements.CLIENT_CREDENTIALS, found));
        translateClientCertificate(endpoint, credentials);
        Optional<ConfigElement> ofService =
                credentials.flatMap(found -> translation.child(found, "serviceCertificate"));
        ofService.ifPresent(found -> translateServiceCertificate(endpoint, found));
        Optional<ConfigElement> authentication = ofService.flatMap(found -> translation.child(found, "authentication"));
        authentication.ifPresent(found -> translation.apply(CredentialElements.AUTHENTICATION_OF_SERVICE, found));
        new TrustSection(translation, StoreLocation.CURRENT_USER)
                .translate(authentication, ofService.or(() -> credentials).orElse(endpoint));
    }

    private void translateClientCertificate(ConfigElement endpoint, Optional<ConfigElement> credentials) {
        Optional<ConfigElement> certificate =
                credentials.flatMap(found -> translation.child(found, "clientCertificate"));
        certificate.ifPresent(found -> CLIENT_CERTIFICATE.translate(found, translation));
        if (certificate.isEmpty() && !translation.isGiven(CLIENT_CERTIFICATE.file())) {
            translation.problem(
                    credentials.orElse(endpoint),
                    "has no client certificate (expected <clientCredentials> with <clientCertificate findValue=\"...\"/> in"
                            + " the behaviour that behaviorConfiguration names). Add it");
        }
    }

    private void translateServiceCertificate(ConfigElement endpoint, ConfigElement ofService) {
        translation.apply(CredentialElements.SERVICE_CERTIFICATE_OF_CLIENT, ofService);
        Optional<ConfigElement> standard = translation.child(ofService, "defaultCertificate");
        Optional<ConfigElement> scoped =
                translation.child(ofService, "scopedCertificates").flatMap(all -> scopedTo(endpoint, all));
        if (scoped.isPresent()) {
            standard.ifPresent(ConfigElement::leaveAlone);
        }
        scoped.or(() -> standard.filter(found -> !CertificateLookup.findsNothing(found)))
                .ifPresent(found -> EXPECTED_SERVICE_CERTIFICATE.translate(found, translation));
    }

    // WCF takes the certificate of the target address, else the default one.
    private Optional<ConfigElement> scopedTo(ConfigElement endpoint, ConfigElement all) {
        Optional<HttpAddress> address = translation
                .nativeValue(ADDRESS)
                .or(() -> endpoint.attribute(ADDRESS))
                .flatMap(HttpAddress::parse);
        return translation.only(
                all.items("add"),
                each -> address.isPresent()
                        && each.attribute(TARGET).flatMap(HttpAddress::parse).equals(address),
                TARGET,
                "is the address",
                "(expected one certificate for an address). Remove one");
    }
}

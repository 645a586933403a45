// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static dev.wshttp.security.internal.wcfconfig.CertificateLookup.SERVICE_CERTIFICATE;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.internal.settings.SettingKey;
import dev.wshttp.security.internal.settings.StoreLocation;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code services}: one endpoint of one service, with its binding, and the behaviour of the service. */
final class ServicesSection {
    private static final Logger LOG = LoggerFactory.getLogger(ServicesSection.class);
    private static final String BEHAVIOR = "behaviorConfiguration";
    private static final String METADATA_CONTRACT = "IMetadataExchange";
    private static final String HTTP_GET = "httpGetEnabled";
    private static final String PERMISSION_MODE = "principalPermissionMode";
    private static final String ROLES_FILE = "service-authorization.roles-file";
    private static final List<String> NO_ROLES = List.of("UseWindowsGroups", "None");

    private final Translation translation;

    ServicesSection(Translation translation) {
        this.translation = translation;
    }

    void translate(ConfigElement serviceModel) {
        // Another program's.
        serviceModel.children("client").forEach(ConfigElement::leaveAlone);
        Optional<ConfigElement> section = translation.child(serviceModel, "services");
        List<ConfigElement> services =
                section.map(found -> found.items("service")).orElse(List.of());
        List<ConfigElement> endpoints = services.stream()
                .flatMap(service -> service.items("endpoint").stream())
                .filter(endpoint -> !isMetadata(endpoint))
                .toList();
        Optional<ConfigElement> chosen =
                new EndpointChoice(translation).choose(endpoints, section.orElse(serviceModel));
        Optional<ConfigElement> service = services.stream()
                .filter(each -> chosen.filter(each.items("endpoint")::contains).isPresent())
                .findFirst();
        services.stream().filter(each -> !service.equals(Optional.of(each))).forEach(ConfigElement::leaveAlone);
        service.ifPresentOrElse(
                found -> translateService(serviceModel, found, chosen.orElseThrow()), () -> leaveParts(serviceModel));
    }

    private static boolean isMetadata(ConfigElement endpoint) {
        return endpoint.attribute("contract").equals(Optional.of(METADATA_CONTRACT))
                || endpoint.attribute("kind").equals(Optional.of("mexEndpoint"));
    }

    private static void leaveParts(ConfigElement serviceModel) {
        serviceModel.children("bindings").forEach(ConfigElement::leaveAlone);
        serviceModel.children("behaviors").forEach(ConfigElement::leaveAlone);
    }

    private void translateService(ConfigElement serviceModel, ConfigElement service, ConfigElement endpoint) {
        translation.apply(EndpointElements.SERVICE, service);
        Optional<ConfigElement> behavior = new BehaviorsSection(translation).ofService(serviceModel, service);
        Optional<String> address = new HostSection(translation).translate(service, endpoint);
        translateEndpoint(serviceModel, endpoint);
        if (behavior.isPresent() || !NamedElements.isNamed(service, BEHAVIOR)) {
            translateBehavior(service, behavior, address);
        }
    }

    private void translateEndpoint(ConfigElement serviceModel, ConfigElement endpoint) {
        translation.apply(EndpointElements.SERVICE_ENDPOINT, endpoint);
        Rule.only("kind", WcfType.TEXT, "", "write the endpoint out. Remove it.")
                .apply(endpoint, translation);
        new BindingsSection(translation).translate(serviceModel, endpoint);
        new BehaviorsSection(translation)
                .ofEveryEndpoint(serviceModel)
                .ifPresent(found -> translation.apply(EndpointElements.ENDPOINT_BEHAVIOR, found));
        translation
                .child(endpoint, "identity")
                .ifPresent(identity -> new IdentitySection(translation).ofService(identity));
    }

    private void translateBehavior(ConfigElement service, Optional<ConfigElement> behavior, Optional<String> address) {
        behavior.ifPresent(found -> translation.apply(EndpointElements.SERVICE_BEHAVIOR, found));
        behavior.flatMap(found -> translation.child(found, "serviceSecurityAudit"))
                .ifPresent(found -> translation.apply(EndpointElements.SERVICE_SECURITY_AUDIT, found));
        Optional<ConfigElement> metadata = behavior.flatMap(found -> translation.child(found, "serviceMetadata"));
        translateMetadata(service, metadata, address);
        behavior.flatMap(found -> translation.child(found, "serviceAuthorization"))
                .ifPresent(this::translateAuthorization);
        Optional<ConfigElement> debug = behavior.flatMap(found -> translation.child(found, "serviceDebug"));
        debug.ifPresentOrElse(
                found -> translation.apply(EndpointElements.SERVICE_DEBUG, found),
                () -> translation.putHostSetting("httpHelpPageEnabled", "true", "true", service, BEHAVIOR));
        translateCredentials(
                service, behavior, behavior.flatMap(found -> translation.child(found, "serviceCredentials")));
    }

    // Interop: WCF's default, UseWindowsGroups, gives the caller of a certificate no role either.
    private void translateAuthorization(ConfigElement authorization) {
        translation.apply(EndpointElements.SERVICE_AUTHORIZATION, authorization);
        String mode = authorization.attribute(PERMISSION_MODE).orElse(NO_ROLES.get(0));
        boolean isMapped = mode.equals("UseAspNetRoles") && translation.isGiven(ROLES_FILE);
        if (!isMapped && !NO_ROLES.contains(mode)) {
            translation.problem(
                    authorization,
                    PERMISSION_MODE,
                    "is not supported (expected 'UseWindowsGroups' or 'None', which give no roles, or 'UseAspNetRoles' with the key "
                            + SettingKey.SERVICE_AUTHORIZATION_ROLES_FILE
                            + " in <appSettings>, which names a file of roles). Set that key, or give roles in Java:"
                            + " MessageSecurityFeature.withRoles");
        }
    }

    private void translateMetadata(ConfigElement service, Optional<ConfigElement> metadata, Optional<String> address) {
        metadata.ifPresentOrElse(
                found -> {
                    translation.apply(EndpointElements.SERVICE_METADATA, found);
                    requireSameUrl(found, address);
                },
                () -> translation.putHostSetting(HTTP_GET, "false", "false", service, BEHAVIOR));
        boolean published = metadata.flatMap(found -> found.attribute(HTTP_GET))
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        service.items("endpoint").stream()
                .filter(ServicesSection::isMetadata)
                .forEach(endpoint -> translateMetadataEndpoint(endpoint, published));
    }

    private void translateMetadataEndpoint(ConfigElement endpoint, boolean published) {
        endpoint.leaveAlone();
        if (published) {
            LOG.info(
                    "{}: there is no WS-MetadataExchange here; the same document is at the address with ?wsdl",
                    endpoint);
        } else {
            translation.problem(
                    endpoint,
                    "is for WS-MetadataExchange, which there is not here (expected the document at the address with"
                            + " ?wsdl). Add <serviceMetadata httpGetEnabled=\"true\"/> to the service's behaviour, or remove"
                            + " the endpoint");
        }
    }

    private void requireSameUrl(ConfigElement metadata, Optional<String> address) {
        metadata.attribute("httpGetUrl")
                .filter(url -> !url.isEmpty() && !HttpAddress.parse(url).equals(address.flatMap(HttpAddress::parse)))
                .ifPresent(url -> translation.problem(
                        metadata,
                        "httpGetUrl",
                        "is not supported (expected the address of the endpoint"
                                + address.map(found -> ", '" + found + "'").orElse("")
                                + "): the document is there with ?wsdl. Remove it"));
    }

    private void translateCredentials(
            ConfigElement service, Optional<ConfigElement> behavior, Optional<ConfigElement> credentials) {
        credentials.ifPresent(found -> translation.apply(CredentialElements.SERVICE_CREDENTIALS, found));
        Optional<ConfigElement> own = credentials.flatMap(found -> translation.child(found, "serviceCertificate"));
        own.ifPresent(found -> SERVICE_CERTIFICATE.translate(found, translation));
        ConfigElement nearest = credentials.or(() -> behavior).orElse(service);
        if (own.isEmpty() && !translation.isGiven(SERVICE_CERTIFICATE.file())) {
            translation.problem(
                    nearest,
                    "has no service certificate (expected <serviceCredentials> with <serviceCertificate"
                            + " findValue=\"...\"/> in the behaviour that behaviorConfiguration names). Add it");
        }
        Optional<ConfigElement> ofClients = credentials.flatMap(found -> translation.child(found, "clientCertificate"));
        ofClients.ifPresent(found -> translation.apply(CredentialElements.CLIENT_CERTIFICATE_OF_SERVICE, found));
        Optional<ConfigElement> authentication = ofClients.flatMap(found -> translation.child(found, "authentication"));
        authentication.ifPresent(found -> translation.apply(CredentialElements.AUTHENTICATION_OF_CLIENT, found));
        new TrustSection(translation, StoreLocation.LOCAL_MACHINE).translate(authentication, ofClients.orElse(nearest));
    }
}

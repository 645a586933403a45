// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.SettingKey.ADDRESS;
import static dev.wshttp.security.internal.settings.SettingKey.LISTEN_URI;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_AUTHORIZATION_ROLES_FILE;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.audit.AuditSettings;
import dev.wshttp.security.audit.AuditTrail;
import dev.wshttp.security.context.RoleMapping;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of a service, read and found to be complete.
 *
 * @param feature secures the endpoint; it has the address
 * @param listenUri where to listen, if that is another place than the address
 */
public record ServiceEndpointSettings(MessageSecurityFeature feature, URI address, Optional<URI> listenUri) {
    /**
     * Reads the settings.
     *
     * @throws dev.wshttp.security.MessageSecurityException if there are problems, naming all of them
     */
    public static ServiceEndpointSettings read(ConfigValues values, Path baseDirectory) {
        var settings = new Settings(values, baseDirectory, SettingKey.Side.SERVICE);
        PublishedSettings.requireChoice(settings);
        Optional<WsHttpBinding> binding = BindingSettings.read(settings, Optional.empty());
        Optional<URI> listenUri = settings.optional(LISTEN_URI, Format.LISTEN_ADDRESS);
        // Without the other key the service listens on its address.
        Optional<URI> address =
                settings.required(ADDRESS, settings.isSet(LISTEN_URI) ? Format.ADDRESS : Format.LISTEN_ADDRESS);
        var certificate = CredentialSettings.OF_SERVICE.read(settings);
        Optional<CertificateTrust> trust = TrustSettings.read(settings);
        Optional<EndpointIdentity> identity = IdentitySettings.read(settings);
        Optional<MessageEngine> engine = settings.optional(SettingKey.ENGINE, Format.ENGINE);
        AuditSettings audit = AuditKeys.read(settings);
        Optional<RoleMapping> roles = settings.file(SERVICE_AUTHORIZATION_ROLES_FILE)
                .flatMap(file -> settings.from(SERVICE_AUTHORIZATION_ROLES_FILE, () -> RoleMapping.fromFile(file)));
        boolean isOneOfSeveral = ClusterKeys.areSet(settings);
        settings.refuseProblems();
        var credentials = ServiceCredentials.of(certificate.orElseThrow(), trust.orElseThrow());
        var feature = identity.map(
                        published -> MessageSecurityFeature.forService(binding.orElseThrow(), credentials, published))
                .orElseGet(() -> MessageSecurityFeature.forService(binding.orElseThrow(), credentials));
        var withEngine = engine.map(feature::withEngine).orElse(feature);
        var complete = audited(audit, roles.map(withEngine::withRoles).orElse(withEngine))
                .withAddress(address.orElseThrow());
        // Last, because it may connect to other machines.
        return new ServiceEndpointSettings(
                isOneOfSeveral ? complete.withInstances(ClusterKeys.connect(settings, baseDirectory)) : complete,
                address.orElseThrow(),
                listenUri);
    }

    private static MessageSecurityFeature audited(AuditSettings audit, MessageSecurityFeature feature) {
        return audit.isOn() ? feature.withListener(AuditTrail.of(audit)) : feature;
    }
}

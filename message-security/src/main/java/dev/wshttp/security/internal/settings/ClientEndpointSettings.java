// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.SettingKey.ADDRESS;
import static dev.wshttp.security.internal.settings.SettingKey.VIA;
import static dev.wshttp.security.internal.settings.SettingKey.WSDL;

import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The settings of a client, read and found to be complete. Not safe for use by several threads.
 *
 * @param published what the WSDL of the service says, if the settings name one
 * @param via where to connect, if that is another place than the address
 * @param identity the expected service; empty for the host name in the address
 */
public record ClientEndpointSettings(
        Settings settings,
        Optional<ServiceEndpoint> published,
        WsHttpBinding binding,
        URI address,
        Optional<URI> via,
        ClientCredentials credentials,
        Optional<EndpointIdentity> identity) {

    /**
     * Reads the settings, but does not compare the service's certificate with the identity.
     *
     * @throws dev.wshttp.security.MessageSecurityException if there are problems, naming all of them
     */
    public static ClientEndpointSettings read(ConfigValues values, Path baseDirectory) {
        var settings = new Settings(values, baseDirectory, SettingKey.Side.CLIENT);
        settings.optional(SettingKey.ENGINE, Format.ENGINE);
        Optional<ServiceEndpoint> published = PublishedSettings.read(settings);
        Optional<WsHttpBinding> binding = BindingSettings.read(settings, published.map(ServiceEndpoint::binding));
        Optional<URI> address = settings.isSet(WSDL)
                ? settings.optional(ADDRESS, Format.ADDRESS).or(() -> published.map(ServiceEndpoint::address))
                : settings.required(ADDRESS, Format.ADDRESS);
        Optional<URI> via = settings.optional(VIA, Format.ADDRESS);
        Optional<EndpointIdentity> expected = IdentitySettings.read(settings);
        Optional<EndpointIdentity> identity = expected.or(() -> published.flatMap(ServiceEndpoint::identity));
        Optional<ClientCredentials> credentials = credentials(settings, binding, published, expected);
        settings.refuseProblems();
        return new ClientEndpointSettings(
                settings,
                published,
                binding.orElseThrow(),
                address.orElseThrow(),
                via,
                credentials.orElseThrow(),
                identity);
    }

    /**
     * Returns the feature for the client's port.
     *
     * @throws dev.wshttp.security.MessageSecurityException with {@code SERVICE_IDENTITY_MISMATCH} if the service's certificate is not the
     *     expected service's
     */
    public MessageSecurityFeature feature() {
        Optional<MessageSecurityFeature> feature = settings.from(decidesTheIdentity(), this::withoutAddress);
        settings.refuseProblems();
        MessageSecurityFeature secured = withLevels(feature.orElseThrow().withAddress(address));
        return settings.optional(SettingKey.ENGINE, Format.ENGINE)
                .map(secured::withEngine)
                .orElse(secured);
    }

    /** Returns the feature with the levels of the WSDL, if it has any; otherwise the annotations of the contract count. */
    private MessageSecurityFeature withLevels(MessageSecurityFeature feature) {
        return published
                .map(ServiceEndpoint::protection)
                .filter(levels -> !levels.isDefault())
                .map(feature::withProtection)
                .orElse(feature);
    }

    private SettingKey decidesTheIdentity() {
        SettingKey kind = IdentitySettings.kind(settings);
        return published.isPresent() && !settings.isSet(kind) ? WSDL : kind;
    }

    private MessageSecurityFeature withoutAddress() {
        return identity.map(expected -> MessageSecurityFeature.forClient(binding, credentials, expected))
                .orElseGet(() -> MessageSecurityFeature.forClient(binding, credentials));
    }

    private static Optional<ClientCredentials> credentials(
            Settings settings,
            Optional<WsHttpBinding> binding,
            Optional<ServiceEndpoint> published,
            Optional<EndpointIdentity> expected) {
        var certificate = CredentialSettings.OF_CLIENT.read(settings);
        Optional<CertificateTrust> trust = TrustSettings.read(settings);
        // WCF's order: the certificate that is given, or else the one that is expected.
        Optional<UnaryOperator<ClientCredentials>> shown = binding.filter(known -> !known.negotiateServiceCredential())
                .flatMap(direct -> expectedCertificate(settings, expected)
                        .or(() -> PublishedSettings.serviceCertificate(settings, published)
                                .map(ClientEndpointSettings::addingFixed)));
        // What cannot be read is told once, where it is named.
        boolean mayBeShown = shown.isPresent()
                || IdentitySettings.namesCertificate(settings)
                || (settings.isSet(WSDL) && published.isEmpty());
        Optional<String> need = mayBeShown ? Optional.empty() : needForServiceCertificate(binding);
        Optional<CertificateSettings.Chosen> given = CertificateSettings.OF_SERVICE.read(settings, need);
        UnaryOperator<ClientCredentials> withServiceCertificate =
                given.map(ClientEndpointSettings::adding).or(() -> shown).orElse(UnaryOperator.identity());
        return certificate
                .flatMap(own -> trust.map(believed -> ClientCredentials.of(own, believed)))
                .map(withServiceCertificate);
    }

    private static UnaryOperator<ClientCredentials> adding(CertificateSettings.Chosen certificate) {
        return known -> known.withServiceCertificate(certificate.files(), certificate.reader(), certificate.beside());
    }

    private static UnaryOperator<ClientCredentials> addingFixed(X509Certificate certificate) {
        return known -> known.withServiceCertificate(certificate);
    }

    /** Returns what adds the expected certificate; that of a file changes with the file. */
    private static Optional<UnaryOperator<ClientCredentials>> expectedCertificate(
            Settings settings, Optional<EndpointIdentity> expected) {
        Optional<X509Certificate> certificate = IdentitySettings.certificate(expected);
        return IdentitySettings.kind(settings) == SettingKey.IDENTITY_CERTIFICATE_FILE && certificate.isPresent()
                ? CertificateSettings.OF_IDENTITY
                        .read(settings, Optional.empty())
                        .map(chosen -> new CertificateSettings.Chosen(chosen.files(), chosen.reader(), List.of()))
                        .map(ClientEndpointSettings::adding)
                : certificate.map(ClientEndpointSettings::addingFixed);
    }

    private static Optional<String> needForServiceCertificate(Optional<WsHttpBinding> binding) {
        return binding.filter(known -> !known.negotiateServiceCredential())
                .map(direct -> "the service's certificate, because the binding does not negotiate it");
    }
}

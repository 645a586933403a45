// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static dev.wshttp.security.config.SettingKey.ADDRESS;
import static dev.wshttp.security.config.SettingKey.LISTEN_URI;
import static dev.wshttp.security.config.SettingKey.VIA;
import static dev.wshttp.security.config.SettingKey.WSDL;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Builds the feature of a client or a service from the keys {@code message-security.*}, the same that code would build:
 *
 * <pre>{@code
 * var configuration = MessageSecurityConfiguration.of(config, Path.of("conf"));
 * var client = configuration.client();
 * Calculator calculator = new CalculatorService().getCalculatorPort(client.feature());
 * }</pre>
 *
 * <p>Relative file names start at the base directory, normally the one of the settings file. Defaults are WCF's. Passwords come from a
 * file, the environment or a system property. Every problem is reported at once, with the source of each value: a key that is bad,
 * missing, unknown or of the other side. Immutable; reads the files anew at each call.
 */
public final class MessageSecurityConfiguration {
    /** What all keys start with. */
    public static final String PREFIX = SettingKey.PREFIX;

    private final Config config;
    private final Path baseDirectory;

    private MessageSecurityConfiguration(Config config, Path baseDirectory) {
        this.config = requireNonNull(config, "config");
        this.baseDirectory = requireNonNull(baseDirectory, "baseDirectory");
    }

    /** Takes the settings from a configuration; nothing is read yet. */
    public static MessageSecurityConfiguration of(Config config, Path baseDirectory) {
        return new MessageSecurityConfiguration(config, baseDirectory);
    }

    /**
     * Reads a client's settings.
     *
     * @throws MessageSecurityException naming every problem; with {@link SecurityFault#CONFIGURATION_INVALID}, or with a code of
     *     its own if all there is wrong is a file that cannot be read ({@link SecurityFault#CREDENTIAL_UNREADABLE}), a service
     *     certificate of somebody else ({@link SecurityFault#SERVICE_IDENTITY_MISMATCH}), or a WSDL
     *     ({@link SecurityFault#METADATA_UNREADABLE}, {@link SecurityFault#POLICY_NOT_SUPPORTED})
     */
    public ConfiguredClient client() {
        return readClient().configured();
    }

    /**
     * Reads a client's settings as {@link #client()} does, but leaves it to the caller when the identity of the service's certificate
     * is compared.
     *
     * @throws MessageSecurityException naming every problem but that one
     */
    public ClientReading readClient() {
        var settings = new Settings(config, baseDirectory, SettingKey.Side.CLIENT);
        Optional<ServiceEndpoint> published = PublishedSettings.read(settings);
        Optional<WsHttpBinding> binding = BindingSettings.read(settings, published.map(ServiceEndpoint::binding));
        Optional<URI> address = settings.isSet(WSDL)
                ? settings.optional(ADDRESS, Format.HTTP_ADDRESS).or(() -> published.map(ServiceEndpoint::address))
                : settings.required(ADDRESS, Format.HTTP_ADDRESS);
        Optional<URI> via = settings.optional(VIA, Format.HTTP_ADDRESS);
        Optional<EndpointIdentity> expected = IdentitySettings.read(settings);
        Optional<EndpointIdentity> identity = expected.or(() -> published.flatMap(ServiceEndpoint::identity));
        Optional<ClientCredentials> credentials = clientCredentials(settings, binding, published, expected);
        settings.refuseProblems();
        return new ClientReading(
                settings,
                published,
                binding.orElseThrow(),
                address.orElseThrow(),
                via,
                credentials.orElseThrow(),
                identity);
    }

    /**
     * Reads a service's settings.
     *
     * @throws MessageSecurityException naming every problem; with {@link SecurityFault#CONFIGURATION_INVALID}, or with
     *     {@link SecurityFault#CREDENTIAL_UNREADABLE} if files that cannot be read are all that is wrong
     */
    public ConfiguredService service() {
        var settings = new Settings(config, baseDirectory, SettingKey.Side.SERVICE);
        PublishedSettings.requireChoice(settings);
        Optional<WsHttpBinding> binding = BindingSettings.read(settings, Optional.empty());
        Optional<URI> listenUri = settings.optional(LISTEN_URI, Format.LISTEN_ADDRESS);
        // Without the other key the service listens on its address.
        Optional<URI> address =
                settings.required(ADDRESS, settings.isSet(LISTEN_URI) ? Format.HTTP_ADDRESS : Format.LISTEN_ADDRESS);
        var certificate = CredentialSettings.OF_SERVICE.read(settings);
        Optional<CertificateTrust> trust = TrustSettings.read(settings);
        Optional<EndpointIdentity> identity = IdentitySettings.read(settings);
        settings.refuseProblems();
        var credentials = ServiceCredentials.of(certificate.orElseThrow(), trust.orElseThrow());
        var feature = identity.map(
                        published -> MessageSecurityFeature.forService(binding.orElseThrow(), credentials, published))
                .orElseGet(() -> MessageSecurityFeature.forService(binding.orElseThrow(), credentials));
        return new ConfiguredService(feature.withAddress(address.orElseThrow()), address.orElseThrow(), listenUri);
    }

    private static Optional<ClientCredentials> clientCredentials(
            Settings settings,
            Optional<WsHttpBinding> binding,
            Optional<ServiceEndpoint> published,
            Optional<EndpointIdentity> expected) {
        var certificate = CredentialSettings.OF_CLIENT.read(settings);
        Optional<CertificateTrust> trust = TrustSettings.read(settings);
        // WCF's order: the certificate that is given, or else the one that is expected.
        Optional<X509Certificate> shown = binding.filter(known -> !known.negotiateServiceCredential())
                .flatMap(direct -> IdentitySettings.certificate(expected)
                        .or(() -> PublishedSettings.serviceCertificate(settings, published)));
        // What cannot be read is told once, where it is named.
        boolean mayBeShown = shown.isPresent()
                || IdentitySettings.namesCertificate(settings)
                || (settings.isSet(WSDL) && published.isEmpty());
        Optional<String> need = mayBeShown ? Optional.empty() : needForServiceCertificate(binding);
        Optional<X509Certificate> serviceCertificate =
                CertificateSettings.OF_SERVICE.read(settings, need).or(() -> shown);
        return certificate.flatMap(
                own -> trust.map(believed -> new ClientCredentials(own, believed, serviceCertificate)));
    }

    private static Optional<String> needForServiceCertificate(Optional<WsHttpBinding> binding) {
        return binding.filter(known -> !known.negotiateServiceCredential())
                .map(direct -> "the service's certificate, because the binding does not negotiate it");
    }
}

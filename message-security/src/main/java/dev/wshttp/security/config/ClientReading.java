// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static dev.wshttp.security.config.SettingKey.WSDL;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.net.URI;
import java.util.Optional;

/**
 * What the settings of a client say, read once, before it is asked whether the service's certificate is
 * the expected service's. For diagnosis, one step at a time. Not safe for use by several threads.
 */
public final class ClientReading {
    private final Settings settings;
    private final Optional<ServiceEndpoint> published;
    private final WsHttpBinding binding;
    private final URI address;
    private final Optional<URI> via;
    private final ClientCredentials credentials;
    private final Optional<EndpointIdentity> identity;

    ClientReading(
            Settings settings,
            Optional<ServiceEndpoint> published,
            WsHttpBinding binding,
            URI address,
            Optional<URI> via,
            ClientCredentials credentials,
            Optional<EndpointIdentity> identity) {
        this.settings = settings;
        this.published = published;
        this.binding = binding;
        this.address = address;
        this.via = via;
        this.credentials = credentials;
        this.identity = identity;
    }

    /** The client's own certificate, the service's, and whom the client trusts. */
    public ClientCredentials credentials() {
        return credentials;
    }

    /** The binding, as the settings or the service's WSDL say. */
    public WsHttpBinding binding() {
        return binding;
    }

    /** What the service's WSDL says, if the settings name one. */
    public Optional<ServiceEndpoint> published() {
        return published;
    }

    /**
     * The client's endpoint.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SERVICE_IDENTITY_MISMATCH} if the service's certificate is somebody
     *     else's
     */
    public ConfiguredClient configured() {
        Optional<MessageSecurityFeature> feature = settings.from(decidesTheIdentity(), this::feature);
        settings.refuseProblems();
        return new ConfiguredClient(feature.orElseThrow().withAddress(address), address, via);
    }

    private SettingKey decidesTheIdentity() {
        SettingKey kind = IdentitySettings.kind(settings);
        return published.isPresent() && !settings.isSet(kind) ? WSDL : kind;
    }

    private MessageSecurityFeature feature() {
        return identity.map(expected -> MessageSecurityFeature.forClient(binding, credentials, expected))
                .orElseGet(() -> MessageSecurityFeature.forClient(binding, credentials));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.internal.settings.ClientEndpointSettings;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.util.Optional;

/**
 * What the settings of a client say, read once, before it is asked whether the service's certificate is
 * the expected service's. For diagnosis, one step at a time. Not safe for use by several threads.
 */
public final class ClientReading {
    private final ClientEndpointSettings settings;

    ClientReading(ClientEndpointSettings settings) {
        this.settings = settings;
    }

    /** The client's own certificate, the service's, and whom the client trusts. */
    public ClientCredentials credentials() {
        return settings.credentials();
    }

    /** The binding, as the settings or the service's WSDL say. */
    public WsHttpBinding binding() {
        return settings.binding();
    }

    /** What the service's WSDL says, if the settings name one. */
    public Optional<ServiceEndpoint> published() {
        return settings.published();
    }

    /**
     * The client's endpoint.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SERVICE_IDENTITY_MISMATCH} if the service's certificate is somebody
     *     else's
     */
    public ConfiguredClient configured() {
        return new ConfiguredClient(settings.feature(), settings.address(), settings.via());
    }
}

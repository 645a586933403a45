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
 * Gives the settings of a client part by part, for a diagnosis that goes step by step. They were read once. Only {@link #configured} compares the
 * service's certificate with the expected identity. Not safe for use by several threads.
 */
public final class ClientReading {
    private final ClientEndpointSettings settings;

    ClientReading(ClientEndpointSettings settings) {
        this.settings = settings;
    }

    /** Returns the client's certificate, the service's, and the certificates that the client trusts. */
    public ClientCredentials credentials() {
        return settings.credentials();
    }

    /** Returns the binding, as the settings or the service's WSDL say. */
    public WsHttpBinding binding() {
        return settings.binding();
    }

    /** Returns what the service's WSDL says, if the settings name one. */
    public Optional<ServiceEndpoint> published() {
        return settings.published();
    }

    /**
     * Returns the client's endpoint.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SERVICE_IDENTITY_MISMATCH} if the service's certificate is not
     *     the expected service's
     */
    public ConfiguredClient configured() {
        return new ConfiguredClient(settings.feature(), settings.address(), settings.via());
    }
}

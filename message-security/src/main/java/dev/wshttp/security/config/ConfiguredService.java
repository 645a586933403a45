// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityFeature;
import java.net.URI;
import java.util.Optional;

/**
 * The endpoint of a service, as its settings describe it.
 *
 * @param feature secures the endpoint; it has the address
 * @param address the logical address that clients send to ({@code wsa:To})
 * @param listenUri where to listen, when that is another place (WCF: {@code listenUri})
 */
public record ConfiguredService(MessageSecurityFeature feature, URI address, Optional<URI> listenUri) {
    public ConfiguredService {
        requireNonNull(feature, "feature");
        requireNonNull(address, "address");
        requireNonNull(listenUri, "listenUri");
    }

    /** Returns where to listen: host, port and path of the transport. */
    public URI listenOn() {
        return listenUri.orElse(address);
    }
}

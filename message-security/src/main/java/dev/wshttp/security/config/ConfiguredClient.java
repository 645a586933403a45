// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityFeature;
import java.net.URI;
import java.util.Optional;

/**
 * The endpoint of a client, as its settings describe it.
 *
 * @param feature secures the port; it has the address
 * @param address the service's logical address ({@code wsa:To})
 * @param via where to connect, when that is another place (WCF: {@code clientVia})
 */
public record ConfiguredClient(MessageSecurityFeature feature, URI address, Optional<URI> via) {
    public ConfiguredClient {
        requireNonNull(feature, "feature");
        requireNonNull(address, "address");
        requireNonNull(via, "via");
    }

    /** Returns where to connect: the value of the port's endpoint address property. */
    public URI connectTo() {
        return via.orElse(address);
    }
}

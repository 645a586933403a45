// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.EndpointIdentity;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * The address and the expected identity of the service that a port calls.
 *
 * @param logical the address in {@code wsa:To}; empty for the address that the request is sent to
 * @param identity the expected service, if one was named
 * @param clock the time of this side
 */
record ClientAddress(Optional<URI> logical, Optional<EndpointIdentity> identity, Clock clock) {
    /** Returns what {@code wsa:To} says in a request that is sent to a transport address. */
    String to(URI transport) {
        return logical.orElse(transport).toString();
    }

    /** Returns the expected service. WCF: without an identity, the host name in the address that the request is sent to. */
    EndpointIdentity identityAt(URI transport) {
        return identity.map(expected -> expected.current(clock.instant()))
                .orElseGet(() -> EndpointIdentity.dns(host(transport)));
    }

    private static String host(URI address) {
        return HttpAddress.parse(address.toString())
                .map(HttpAddress::host)
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.CONFIGURATION_INVALID,
                        "The address '" + address
                                + "' has no host name to expect in the service's certificate (expected one, or an identity)."
                                + " Set identity.dns, or give MessageSecurityFeature.forClient an EndpointIdentity."));
    }
}

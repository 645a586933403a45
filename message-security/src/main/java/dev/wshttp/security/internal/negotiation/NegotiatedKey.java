// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.Renewable;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A negotiated key as its client uses it.
 *
 * @param service the service's certificate, which the handshake proved
 * @param client the client's certificate, which the handshake proved
 */
record NegotiatedKey(
        Peer.Name peer, SecurityContextKey key, Lifetime lifetime, X509Certificate service, X509Certificate client)
        implements Renewable.Lifespan {
    /** Returns the protection of a request under this key. As in WCF, each request derives new keys. */
    Protection protection() {
        return Protection.context(new Protection.Context(key, Optional.empty(), Carriage.CARRIED));
    }

    @Override
    public Instant renewAt() {
        return lifetime.renewAt(lifetime.length());
    }

    @Override
    public Instant expires() {
        return lifetime.expires();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.Renewable;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import java.time.Clock;
import java.util.Optional;

/**
 * The client's half of negotiation without sessions: negotiates one key for all requests of a port. The first request negotiates it, and it is
 * renewed after 60 % of its token's lifetime, or when the client has another certificate. Safe for use by several threads.
 */
public final class SharedNegotiationClient implements ClientProtocol {
    private final NegotiationClient negotiation;
    private final Renewable<NegotiatedKey> key;

    /** @param services judges the service's certificate, which may expire or be revoked while the key lives */
    public SharedNegotiationClient(NegotiationClient negotiation, X509CertificateValidator services, Clock clock) {
        this.negotiation = negotiation;
        this.key = new Renewable<>(new Negotiator(), services, negotiation::client, clock);
    }

    private final class Negotiator implements Renewable.Maker<NegotiatedKey> {
        @Override
        public NegotiatedKey make(Optional<NegotiatedKey> old, Peer peer) {
            return negotiation.negotiate(peer);
        }

        /** Does nothing: WCF sends no message either, and calls that are under way still need the key. */
        @Override
        public void end(NegotiatedKey negotiated, Peer peer) {}
    }

    @Override
    public Protection protection(Peer peer) {
        return key.get(peer).protection();
    }

    @Override
    public Expectation expectation(ProtectedMessage request) {
        return negotiation.expectation(request);
    }

    @Override
    public boolean isOpen() {
        return key.present().isPresent();
    }

    @Override
    public void forget(ProtectedMessage request) {
        key.change(present -> present.key() == MessageKey.contextOf(request) ? Optional.empty() : Optional.of(present));
    }

    @Override
    public void close(Peer peer) {
        key.close(peer);
    }
}

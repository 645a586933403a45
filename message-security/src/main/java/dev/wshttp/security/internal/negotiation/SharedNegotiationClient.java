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
 * One negotiation for all requests of a port, done by the first of them, and done again when 60 % of the token's lifetime are over. Nothing
 * is said when the port is closed. Safe for use by several threads.
 */
public final class SharedNegotiationClient implements ClientProtocol {
    private final NegotiationClient initiator;
    private final Renewable<NegotiatedKey> context;

    /** @param services judges the service's certificate, which may expire or be revoked while a context lives */
    public SharedNegotiationClient(NegotiationClient initiator, X509CertificateValidator services, Clock clock) {
        this.initiator = initiator;
        this.context = new Renewable<>(new Negotiator(), services, clock);
    }

    private final class Negotiator implements Renewable.Maker<NegotiatedKey> {
        @Override
        public NegotiatedKey make(Optional<NegotiatedKey> old, Peer peer) {
            return initiator.negotiate(peer);
        }

        /** Nothing is said, and calls under way still need the key. */
        @Override
        public void end(NegotiatedKey negotiated, Peer peer) {}
    }

    @Override
    public Protection protection(Peer peer) {
        return context.get(peer).protection();
    }

    @Override
    public Expectation expectation(ProtectedMessage request) {
        return initiator.expectation(request);
    }

    @Override
    public void forget(ProtectedMessage request) {
        context.change(
                present -> present.key() == MessageKey.contextOf(request) ? Optional.empty() : Optional.of(present));
    }

    @Override
    public void close(Peer peer) {
        context.close(peer);
    }
}

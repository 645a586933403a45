// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.Renewable;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The client's half of the session of one port. The first call opens the session, all threads share it, a call renews it in time, and closing the
 * port cancels it. Once the client has another certificate, the next call opens another session; the service ends the old one when it is idle, so
 * that replies that are under way still arrive. Safe for use by several threads; during a renewal the other threads continue.
 */
public final class SessionClient implements ClientProtocol {
    private final Clock clock;
    private final Renewable<ClientSession> session;

    /**
     * Creates the half of one port, which has no session yet.
     *
     * @param bootstrap protects what opens and renews the session
     * @param services judges the service's certificate, which may expire or be revoked while a session lives
     */
    public SessionClient(
            SecurityEnvironment environment,
            BootstrapProtocol bootstrap,
            MessageVerifier verifier,
            X509CertificateValidator services) {
        this.clock = environment.clock();
        this.session = new Renewable<>(
                new SessionRequester(environment, bootstrap, verifier), services, bootstrap::client, clock);
    }

    /** Returns protection under the key of the session, which is opened or renewed before if necessary. */
    @Override
    public Protection protection(Peer peer) {
        return session.get(peer).current().protection(Carriage.CARRIED);
    }

    /**
     * Returns what a reply has to prove: it is under the key of the request or, during a renewal, under another key of the same session. The port may have
     * opened a session with another service meanwhile, whose keys say nothing about this reply.
     */
    @Override
    public Expectation expectation(ProtectedMessage request) {
        SecurityContextKey own = MessageKey.contextOf(request);
        List<SecurityContextKey> accepted = new ArrayList<>(List.of(own));
        session.present()
                .filter(present -> present.has(own))
                .ifPresent(present -> accepted.addAll(present.accepted(clock.instant())));
        return Expectation.context(new Expectation.Context(accepted, Carriage.REFERRED_TO));
    }

    @Override
    public boolean isOpen() {
        return session.present().isPresent();
    }

    @Override
    public void forget(ProtectedMessage request) {
        session.change(present -> present.has(MessageKey.contextOf(request)) ? Optional.empty() : Optional.of(present));
    }

    @Override
    public void ended(ProtectedMessage request) {
        forget(request);
    }

    @Override
    public void expire(ProtectedMessage request) {
        session.change(present ->
                Optional.of(present.current().key() == MessageKey.contextOf(request) ? present.expired() : present));
    }

    /** Cancels the session if one is open. If the service cannot be reached, or refuses, the keys are wiped all the same. */
    @Override
    public void close(Peer peer) {
        session.close(peer);
    }
}

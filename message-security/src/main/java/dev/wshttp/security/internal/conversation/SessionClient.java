// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.Renewable;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.KeySize;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's half of the session of one port: opened by the first call, shared by all threads, renewed in time, cancelled at the end.
 * Safe for use by several threads; a renewal does not stop the others.
 */
public final class SessionClient implements ClientProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(SessionClient.class);

    private final SecurityEngine engine;
    private final BootstrapProtocol bootstrap;
    private final MessageVerifier verifier;
    private final WsHttpBinding binding;
    private final SessionSettings settings;
    private final Clock clock;
    private final SecureRandom random;
    private final Renewable<Keys> session;

    /**
     * @param bootstrap protects what opens and renews the session
     * @param services judges the service's certificate, which may expire or be revoked while a session lives
     */
    public SessionClient(
            SecurityEngine engine,
            BootstrapProtocol bootstrap,
            MessageVerifier verifier,
            X509CertificateValidator services,
            WsHttpBinding binding,
            Clock clock,
            SecureRandom random) {
        this.engine = engine;
        this.bootstrap = bootstrap;
        this.verifier = verifier;
        this.binding = binding;
        this.settings = binding.sessionSettings();
        this.clock = clock;
        this.random = random;
        this.session = new Renewable<>(new Opener(), services, clock);
    }

    /** Under the key of the session, which is opened or renewed before if needs be. */
    @Override
    public Protection protection(Peer peer) {
        return session.get(peer).current.protection(Carriage.CARRIED);
    }

    /** The reply may come under the key of the request or, during a renewal, under the other one. */
    @Override
    public Expectation expectation(ProtectedMessage request) {
        List<SecurityContextKey> accepted = new ArrayList<>();
        accepted.add(MessageKey.contextOf(request));
        session.present().ifPresent(keys -> accepted.addAll(keys.accepted(clock.instant())));
        return Expectation.context(new Expectation.Context(accepted, Carriage.REFERRED_TO));
    }

    @Override
    public void forget(ProtectedMessage request) {
        session.change(keys -> keys.isOf(request) ? Optional.empty() : Optional.of(keys));
    }

    @Override
    public void expire(ProtectedMessage request) {
        session.change(keys -> Optional.of(
                keys.current.key() == MessageKey.contextOf(request)
                        ? new Keys(keys.peer, keys.service, keys.current, keys.previous, Instant.MIN)
                        : keys));
    }

    /** Cancels the session, if one is open. A service that is gone, or answers anything but well, changes nothing. */
    @Override
    public void close(Peer peer) {
        session.close(peer);
    }

    /** Opens, renews and cancels the session by messages of its own. */
    private final class Opener implements Renewable.Maker<Keys> {
        @Override
        public Keys make(Optional<Keys> old, Peer peer) {
            return old.map(keys -> renewed(keys, peer)).orElseGet(() -> opened(peer));
        }

        @Override
        public void end(Keys keys, Peer peer) {
            cancel(keys, peer);
        }
    }

    private Keys opened(Peer peer) {
        byte[] entropy = newEntropy();
        var body = RequestSecurityToken.issue(entropy, KeySize.bits(binding.algorithmSuite()));
        BootstrapProtocol.Opening opening = bootstrap.opening(peer);
        var request = engine.protect(message(SessionAction.ISSUE, peer, body), opening.protection());
        try {
            SessionKey key = granted(verified(peer.exchange(request.octets()), request), entropy);
            LOG.debug("Opened the session {}", key.key());
            return new Keys(peer.name(), opening.service(), key, List.of(), renewAt(key));
        } finally {
            bootstrap.forget(request);
        }
    }

    private Keys renewed(Keys present, Peer peer) {
        byte[] entropy = newEntropy();
        SecurityContextToken old = present.current.key().token();
        BootstrapProtocol.Opening opening = bootstrap.opening(peer);
        var request = engine.protect(
                message(
                        SessionAction.RENEW,
                        peer,
                        RequestSecurityToken.renew(entropy, KeySize.bits(binding.algorithmSuite()), old)),
                opening.protection().endorsedBy(present.current.key()));
        try {
            ReceivedMessage answer = peer.exchange(request.octets());
            if (ClientProtocol.isForgotten(answer)) {
                LOG.debug("The service does not know the session {} any more", present.current.key());
                return opened(peer);
            }
            SessionKey key = granted(verified(answer, request), entropy);
            if (!key.key().token().identifier().equals(old.identifier())) {
                throw new MessageSecurityException(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        "The service renewed '" + present.current.key() + "' as '" + key.key()
                                + "' (expected the same identifier).");
            }
            LOG.debug("Renewed the session {}", key.key());
            return new Keys(
                    present.peer,
                    opening.service(),
                    key,
                    present.retired(clock.instant(), settings.keyRolloverInterval()),
                    renewAt(key));
        } finally {
            bootstrap.forget(request);
        }
    }

    private void cancel(Keys keys, Peer peer) {
        try {
            var cancel = RequestSecurityToken.cancel(keys.current.key().token());
            ProtectedMessage request = engine.protect(
                    message(SessionAction.CANCEL, peer, cancel),
                    keys.current.protection(Carriage.CARRIED).signedOnly());
            var expectation =
                    Expectation.context(new Expectation.Context(keys.accepted(clock.instant()), Carriage.REFERRED_TO));
            VerifiedMessage reply = verifier.verify(peer.exchange(request.octets()), expectation.signedOnly());
            reply.envelope().content().ifPresent(RequestSecurityTokenResponse::requireCancelled);
        } catch (RuntimeException gone) {
            LOG.debug("The session {} was not cancelled", keys.current.key(), gone);
        } finally {
            keys.destroy();
        }
    }

    private VerifiedMessage verified(ReceivedMessage reply, ProtectedMessage request) {
        if (!reply.isSecured()) {
            throw reply.faultInClear()
                    .map(fault -> new MessageSecurityException(
                            SecurityFault.FAULT_NOT_SECURED,
                            "The service did not open a session, or somebody in between prevents it: an unsecured fault came back, '"
                                    + fault + "'. The service's log has the reason."))
                    .orElseGet(() -> new MessageSecurityException(
                            SecurityFault.REPLY_NOT_SECURED,
                            "The answer to the request for a session carries no security (expected it secured like the request). Check"
                                    + " the address, and that the service has establishSecurityContext."));
        }
        return verifier.verify(reply, bootstrap.expectation(request));
    }

    private SessionKey granted(VerifiedMessage reply, byte[] entropy) {
        var content = reply.envelope()
                .content()
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        "The service's answer has not one element (expected a RequestSecurityTokenResponse)."));
        SoapFault.read(content).ifPresent(fault -> {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The service refused to open or renew the session: '" + fault + "'. Its log has the reason.");
        });
        var response = RequestSecurityTokenResponse.read(content);
        int bytes = binding.algorithmSuite().secretBytes();
        var key = new SecurityContextKey(response.token(), ComputedKey.of(entropy, response.entropy(), bytes));
        Instant now = clock.instant();
        Lifetime lifetime = response.lifetime().orElseGet(() -> new Lifetime(now, now.plus(settings.keyLifetime())));
        return new SessionKey(key, DerivedKeyPair.of(key, binding.algorithmSuite(), random), lifetime);
    }

    private Instant renewAt(SessionKey key) {
        return key.lifetime().renewAt(settings.keyRenewalInterval());
    }

    private byte[] newEntropy() {
        byte[] entropy = new byte[binding.algorithmSuite().secretBytes()];
        random.nextBytes(entropy);
        return entropy;
    }

    private static OutgoingMessage message(SessionAction action, Peer peer, RequestSecurityToken body) {
        return new OutgoingMessage(Addressing.request(action.request(), peer.address()), List.of(), body);
    }

    /** A key that was renewed; messages under it may still be on their way. */
    private record OldKey(SecurityContextKey key, Instant until) {}

    /**
     * The keys of an open session.
     *
     * @param service the certificate by which the service proved itself when it made the current key
     * @param renewAt when the current one has to be renewed
     */
    private record Keys(
            Peer.Name peer, X509Certificate service, SessionKey current, List<OldKey> previous, Instant renewAt)
            implements Renewable.Lifespan {
        @Override
        public Instant expires() {
            return current.expires();
        }

        List<SecurityContextKey> accepted(Instant now) {
            var accepted = new ArrayList<>(List.of(current.key()));
            previous.stream()
                    .filter(old -> old.until.isAfter(now))
                    .map(OldKey::key)
                    .forEach(accepted::add);
            return accepted;
        }

        /** The old keys once the current one is old, too. Those whose time is over are wiped. */
        List<OldKey> retired(Instant now, Duration rollover) {
            var retired = new ArrayList<>(List.of(new OldKey(current.key(), now.plus(rollover))));
            for (OldKey old : previous) {
                if (old.until.isAfter(now)) {
                    retired.add(old);
                } else {
                    old.key.destroy();
                }
            }
            return List.copyOf(retired);
        }

        boolean isOf(ProtectedMessage request) {
            return current.key()
                    .token()
                    .identifier()
                    .equals(MessageKey.contextOf(request).token().identifier());
        }

        void destroy() {
            current.key().destroy();
            previous.forEach(old -> old.key.destroy());
        }
    }
}

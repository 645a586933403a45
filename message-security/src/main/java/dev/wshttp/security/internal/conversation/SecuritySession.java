// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.direct.DirectClient;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse.Lifetime;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's half of the session of one port: opened by the first call, shared by all threads, renewed in time, cancelled at the end.
 * Safe for use by several threads; a renewal does not stop the others.
 */
public final class SecuritySession {
    private static final Logger LOG = LoggerFactory.getLogger(SecuritySession.class);

    private final SecurityEngine engine;
    private final DirectClient bootstrap;
    private final MessageVerifier verifier;
    private final WsHttpBinding binding;
    private final SessionSettings settings;
    private final Clock clock;
    private final SecureRandom random;

    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Keys keys;
    private volatile @Nullable Failure lastFailure;
    private volatile boolean closed;

    /** @param bootstrap protects what opens and renews the session */
    public SecuritySession(
            SecurityEngine engine,
            DirectClient bootstrap,
            MessageVerifier verifier,
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
    }

    /** The service that a session is with. */
    public interface Peer {
        /** What {@code wsa:To} says. */
        String address();

        /** What the service's certificate has to prove. */
        EndpointIdentity identity();

        /**
         * Sends a message about the session and waits for the answer.
         *
         * @throws RuntimeException if there is none
         */
        ReceivedMessage exchange(ProtectedMessage request);
    }

    /**
     * Protects a request of the application, and opens or renews the session before if needs be.
     *
     * @throws MessageSecurityException if the session cannot be opened
     */
    public ProtectedMessage protect(OutgoingMessage request, Peer peer) {
        return engine.protect(request, alive(peer).current.protection(Carriage.CARRIED));
    }

    /**
     * Verifies the reply to a request. It may come under the key of the request or, during a renewal, under the other one.
     *
     * @throws MessageSecurityException with the first rule that the reply breaks
     */
    public VerifiedMessage verify(ReceivedMessage reply, ProtectedMessage request) {
        return verifier.verify(reply, expectation(request));
    }

    private Expectation expectation(ProtectedMessage request) {
        List<SecurityContextKey> accepted = new ArrayList<>();
        accepted.add(contextOf(request));
        Keys present = keys;
        if (present != null) {
            accepted.addAll(present.accepted(clock.instant()));
        }
        return Expectation.session(new Expectation.Context(accepted, Carriage.REFERRED_TO));
    }

    private static SecurityContextKey contextOf(ProtectedMessage request) {
        return ((MessageKey.OfContext) request.key()).context();
    }

    /** Takes note that the service does not know the context of this request any more: the next call opens a new session. */
    public void forget(ProtectedMessage request) {
        opening.lock();
        try {
            Keys present = keys;
            if (present != null && present.has(request)) {
                keys = null;
            }
        } finally {
            opening.unlock();
        }
    }

    /** Takes note that the key of this request is over: the next call renews it first. */
    public void expire(ProtectedMessage request) {
        opening.lock();
        try {
            Keys present = keys;
            if (present != null && present.current.key() == contextOf(request)) {
                keys = new Keys(present.peerName, present.current, present.previous, Instant.MIN);
            }
        } finally {
            opening.unlock();
        }
    }

    /** Cancels the session, if one is open. A service that is gone, or answers anything but well, changes nothing. */
    public void close(Peer peer) {
        closed = true;
        Keys present = keys;
        keys = null;
        if (present != null) {
            cancel(present, peer);
        }
    }

    private void cancel(Keys present, Peer peer) {
        try {
            var cancel = RequestSecurityToken.cancel(present.current.key().token());
            ProtectedMessage request = engine.protect(
                    message(SessionAction.CANCEL, peer, cancel),
                    present.current.protection(Carriage.CARRIED).signedOnly());
            var expectation = Expectation.session(
                    new Expectation.Context(present.accepted(clock.instant()), Carriage.REFERRED_TO));
            VerifiedMessage reply = verifier.verify(peer.exchange(request), expectation.signedOnly());
            Elements.bodyContent(reply.envelope()).ifPresent(RequestSecurityTokenResponse::requireCancelled);
        } catch (RuntimeException gone) {
            LOG.debug("The session {} was not cancelled", present.current.key(), gone);
        } finally {
            present.destroy();
        }
    }

    private Keys alive(Peer peer) {
        Keys present = keys;
        if (present != null && present.isWith(peer)) {
            if (!isDue(present)) {
                return present;
            }
            // One thread renews; meanwhile the others go on with the key that they have.
            if (!isOver(present) && !opening.tryLock()) {
                return present;
            }
        }
        Failure before = lastFailure;
        if (!opening.isHeldByCurrentThread()) {
            opening.lock();
        }
        try {
            requireNoNewFailure(before);
            return kept(opened(keys, peer), peer);
        } finally {
            opening.unlock();
        }
    }

    private Keys kept(Keys opened, Peer peer) {
        keys = opened;
        lastFailure = null;
        if (closed) {
            keys = null;
            cancel(opened, peer);
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED, "The port was closed while a call of it opened a session.");
        }
        return opened;
    }

    /** Whoever waited for another thread's attempt shares its outcome, rather than wait as long once more. */
    private void requireNoNewFailure(@Nullable Failure before) {
        Failure now = lastFailure;
        if (now != null && !now.equals(before)) {
            throw now.forAnother();
        }
    }

    private Keys opened(@Nullable Keys present, Peer peer) {
        try {
            if (present == null || !present.isWith(peer)) {
                return opened(peer);
            }
            return isDue(present) ? renewed(present, peer) : present;
        } catch (RuntimeException failed) {
            lastFailure = new Failure(failed);
            throw failed;
        }
    }

    private boolean isDue(Keys present) {
        return !clock.instant().isBefore(present.renewAt);
    }

    private boolean isOver(Keys present) {
        return present.renewAt.equals(Instant.MIN) || !clock.instant().isBefore(present.current.expires());
    }

    private Keys opened(Peer peer) {
        byte[] entropy = newEntropy();
        var request = bootstrap.protect(
                message(SessionAction.ISSUE, peer, RequestSecurityToken.issue(entropy, keySizeBits())),
                peer.identity());
        VerifiedMessage reply = bootstrap.verify(requireReply(peer.exchange(request)), request);
        SessionKey key = granted(reply, entropy);
        LOG.debug("Opened the session {}", key.key());
        return new Keys(PeerName.of(peer), key, List.of(), renewAt(key));
    }

    private Keys renewed(Keys present, Peer peer) {
        byte[] entropy = newEntropy();
        var renewal = RequestSecurityToken.renew(
                entropy, keySizeBits(), present.current.key().token());
        var request = bootstrap.protectRenewal(
                message(SessionAction.RENEW, peer, renewal), peer.identity(), present.current.key());
        ReceivedMessage answer = peer.exchange(request);
        if (isForgotten(answer)) {
            LOG.debug("The service does not know the session {} any more", present.current.key());
            return opened(peer);
        }
        VerifiedMessage reply = bootstrap.verify(requireReply(answer), request);
        SessionKey key = granted(reply, entropy);
        if (!key.key().token().identifier().equals(present.current.key().token().identifier())) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The service renewed '" + present.current.key() + "' as '" + key.key()
                            + "' (expected the same identifier).");
        }
        LOG.debug("Renewed the session {}", key.key());
        return new Keys(
                present.peerName, key, present.retired(clock.instant(), settings.keyRolloverInterval()), renewAt(key));
    }

    /**
     * Whether a reply says that the service does not know the session of the request. It is unsecured, so it may be a lie; the worst that it
     * does is that a session is opened.
     */
    public static boolean isForgotten(ReceivedMessage reply) {
        return !reply.isSecured()
                && reply.faultInClear()
                        .filter(fault -> fault.startsWith("Sender, BadContextToken:"))
                        .isPresent();
    }

    private static ReceivedMessage requireReply(ReceivedMessage reply) {
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
        return reply;
    }

    private SessionKey granted(VerifiedMessage reply, byte[] entropy) {
        var content = Elements.bodyContent(reply.envelope())
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        "The service's answer has not one element (expected a RequestSecurityTokenResponse)."));
        if (content.getLocalName().equals("Fault")) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The service refused to open or renew the session: '"
                            + content.getTextContent().strip() + "'. Its log has the reason.");
        }
        var response = RequestSecurityTokenResponse.read(content);
        int bytes = binding.algorithmSuite().secretBytes();
        var key = new SecurityContextKey(response.token(), ComputedKey.of(entropy, response.entropy(), bytes));
        Instant now = clock.instant();
        Lifetime lifetime = response.lifetime().orElseGet(() -> new Lifetime(now, now.plus(settings.keyLifetime())));
        return new SessionKey(
                key, DerivedKeyPair.of(key, binding.algorithmSuite(), random), lifetime.created(), lifetime.expires());
    }

    /** WCF: after 60 % of the lifetime, or the renewal interval if that is sooner. */
    private Instant renewAt(SessionKey key) {
        Duration lifetime = Duration.between(key.created(), key.expires());
        Duration share = lifetime.multipliedBy(3).dividedBy(5);
        Duration interval = settings.keyRenewalInterval();
        return key.created().plus(share.compareTo(interval) < 0 ? share : interval);
    }

    private byte[] newEntropy() {
        byte[] entropy = new byte[binding.algorithmSuite().secretBytes()];
        random.nextBytes(entropy);
        return entropy;
    }

    private int keySizeBits() {
        return binding.algorithmSuite().secretBytes() * Byte.SIZE;
    }

    private static OutgoingMessage message(SessionAction action, Peer peer, RequestSecurityToken body) {
        return new OutgoingMessage(Addressing.request(action.request(), peer.address()), List.of(), body);
    }

    /** A key that was renewed; messages under it may still be on their way. */
    private record OldKey(SecurityContextKey key, Instant until) {}

    /** An attempt to open or renew the session that failed. */
    private record Failure(RuntimeException reason) {
        RuntimeException forAnother() {
            return reason instanceof MessageSecurityException refused
                    ? new MessageSecurityException(refused.fault(), String.valueOf(refused.getMessage()), refused)
                    : reason;
        }
    }

    /** Whom a session is with; a port may be pointed elsewhere, and then needs another one. */
    private record PeerName(String address, EndpointIdentity identity) {
        static PeerName of(Peer peer) {
            return new PeerName(peer.address(), peer.identity());
        }
    }

    /**
     * The keys of an open session.
     *
     * @param renewAt when the current one has to be renewed
     */
    private record Keys(PeerName peerName, SessionKey current, List<OldKey> previous, Instant renewAt) {
        boolean isWith(Peer peer) {
            return peerName.equals(PeerName.of(peer));
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

        boolean has(ProtectedMessage request) {
            return current.key()
                    .token()
                    .identifier()
                    .equals(contextOf(request).token().identifier());
        }

        void destroy() {
            current.key().destroy();
            previous.forEach(old -> old.key.destroy());
        }
    }
}

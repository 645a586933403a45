// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.KeySize;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions and gives them further keys (WS-SecureConversation, February 2005, sections 4 and 5). */
final class SessionIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(SessionIssuer.class);

    private final SecurityEnvironment environment;
    private final ServiceProtocol bootstrap;
    private final MessageVerifier verifier;
    private final SessionSettings settings;
    private final SessionStore sessions;

    /** @param bootstrap protects what opens and renews a session */
    SessionIssuer(
            SecurityEnvironment environment,
            ServiceProtocol bootstrap,
            MessageVerifier verifier,
            SessionStore sessions) {
        this.environment = environment;
        this.bootstrap = bootstrap;
        this.verifier = verifier;
        this.settings = environment.binding().sessionSettings();
        this.sessions = sessions;
    }

    /** Verifies a request for a session; making its answer opens the session. */
    SecuredRequest verify(SessionRequest.Issue request) {
        VerifiedMessage verified = verifier.verify(request.message(), bootstrap.expectation(request.message()));
        SecuredRequest secured = SecuredRequest.of(verified, bootstrap, environment.engine());
        return secured.answeredBy(() -> issued(new TokenExchange(SessionAction.ISSUE, verified), secured.sender()));
    }

    /** Verifies a request for another key of a session; making its answer adds the key. */
    SecuredRequest verify(SessionRequest.Renew request) {
        ServiceSession session = request.session();
        List<SecurityContextKey> keys = session.keys(environment.clock().instant());
        if (keys.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The session '" + session + "' has no key any more (expected one to renew).");
        }
        VerifiedMessage verified = verifier.verify(
                request.message(), bootstrap.expectation(request.message()).endorsedByOneOf(keys));
        SecuredRequest secured =
                SecuredRequest.of(verified, bootstrap, environment.engine()).about(session.identifier());
        return secured.answeredBy(
                () -> renewed(session, new TokenExchange(SessionAction.RENEW, verified), secured.sender()));
    }

    private SecuredRequest.SessionAnswer issued(TokenExchange exchange, X509Certificate owner) {
        RequestSecurityToken wanted = exchange.wanted();
        requireKeySize(wanted);
        bootstrap.spend(exchange.request());
        Instant now = environment.clock().instant();
        long generation = sessions.generation();
        Grant grant = grant(wanted, "urn:uuid:" + UUID.randomUUID(), "", owner, now);
        var session = new ServiceSession(
                grant.key().key().token().identifier(), owner, grant.key(), settings.keyRolloverInterval(), generation);
        if (!sessions.add(session)) {
            throw new MessageSecurityException(
                    SecurityFault.TOO_MANY_SESSIONS,
                    "The service has no room for another session (expected less than '" + settings.maxSessions()
                            + "', and less than '" + settings.maxPendingSessions()
                            + "' that wait for their first call, and room in cluster.max-sessions where that is set). Close ports that are not"
                            + " used, or raise session.max or cluster.max-sessions.");
        }
        LOG.debug("Issued the session {} to '{}'", session, owner.getSubjectX500Principal());
        return new SecuredRequest.SessionAnswer(exchange.answer(grant.response()), session.identifier());
    }

    private SecuredRequest.SessionAnswer renewed(
            ServiceSession session, TokenExchange exchange, X509Certificate sender) {
        RequestSecurityToken wanted = exchange.wanted();
        requireOwnerAndKey(session, exchange.request(), wanted.target().orElseThrow(), sender);
        requireKeySize(wanted);
        sessions.requireRenewable(session);
        bootstrap.spend(exchange.request());
        Grant grant = grant(
                wanted, session.identifier(), "urn:uuid:" + UUID.randomUUID(), session.owner(), nextCreation(session));
        session.add(grant.key());
        sessions.requireAlive(session);
        return new SecuredRequest.SessionAnswer(exchange.answer(grant.response()), session.identifier());
    }

    private static void requireOwnerAndKey(
            ServiceSession session, VerifiedMessage request, SecurityContextToken target, X509Certificate sender) {
        boolean isEndorsedByTarget = request.endorsingContext()
                .filter(endorsing -> endorsing.isNamed(target.identifier(), target.instance()))
                .isPresent();
        if (!isEndorsedByTarget || !session.owner().equals(sender)) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "'" + sender.getSubjectX500Principal() + "' asks to renew the session '" + session + "' as '"
                            + target.identifier()
                            + "' (expected the client that opened it, and the key that endorses the request).");
        }
    }

    private void requireKeySize(RequestSecurityToken wanted) {
        KeySize.require(wanted.keySizeBits(), environment.binding().algorithmSuite());
    }

    /** Returns the present, but a time after the creation of the last key: another instance, whose clock is ahead, may have made that. */
    private Instant nextCreation(ServiceSession session) {
        Instant now = environment.clock().instant();
        Instant last = session.newest();
        return now.isAfter(last) ? now : last.plusMillis(1);
    }

    private Grant grant(
            RequestSecurityToken wanted, String identifier, String instance, X509Certificate owner, Instant created) {
        byte[] entropy = environment.newEntropy();
        SharedSecret secret = ComputedKey.of(wanted.entropy(), entropy, environment.secretBytes());
        Lifetime lifetime = Lifetime.from(created, settings.keyLifetime());
        var name = new SecurityContextToken(SecurityContextToken.newId(), identifier, instance);
        SecurityContextToken token = sessions.issued(name, secret, owner, lifetime);
        var key = new SecurityContextKey(token, secret);
        var suite = environment.binding().algorithmSuite();
        var own = DerivedKeyPair.of(key, suite, environment.random());
        var response = new RequestSecurityTokenResponse(
                token, entropy, KeySize.bits(suite), Optional.of(lifetime), wanted.context());
        return new Grant(new SessionKey(key, own, lifetime), response);
    }

    /** A new key of a session, and the response that tells it to the client. */
    private record Grant(SessionKey key, RequestSecurityTokenResponse response) {}
}

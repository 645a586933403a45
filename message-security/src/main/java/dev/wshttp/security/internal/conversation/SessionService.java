// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
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
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's half of sessions: issues, renews and cancels contexts, and finds the one that a request belongs to (WCF:
 * {@code SecuritySessionServerSettings}). Safe for use by several threads.
 */
public final class SessionService {
    private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);

    private final SecurityEngine engine;
    private final ServiceProtocol bootstrap;
    private final MessageVerifier verifier;
    private final X509CertificateValidator clients;
    private final SessionSettings settings;
    private final WsHttpBinding binding;
    private final Clock clock;
    private final SecureRandom random;
    private final SessionStore contexts;

    /**
     * @param bootstrap protects what opens and renews a session
     * @param clients judges the owners of sessions, whose certificates may expire or be revoked while a session lives
     */
    public SessionService(
            SecurityEngine engine,
            ServiceProtocol bootstrap,
            MessageVerifier verifier,
            X509CertificateValidator clients,
            WsHttpBinding binding,
            Clock clock,
            SecureRandom random) {
        this.engine = engine;
        this.bootstrap = bootstrap;
        this.verifier = verifier;
        this.clients = clients;
        this.settings = binding.sessionSettings();
        this.binding = binding;
        this.clock = clock;
        this.random = random;
        this.contexts = new InMemorySessions(settings, clock);
    }

    /**
     * Requires that a message names a session that is alive, or opens or renews one.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONTEXT_NOT_RECOGNIZED}
     */
    public void requireRecognized(ReceivedMessage message) {
        if (!opensSession(message)) {
            context(message);
        }
    }

    /** A message that opens a session is under a key of its own, or of a negotiated context, and not of a session. */
    private boolean opensSession(ReceivedMessage message) {
        return action(message).equals(Optional.of(SessionAction.ISSUE))
                && find(message).isEmpty();
    }

    /** Whether a message opens or renews a session, and so is under a key of its own, or of a negotiated context. */
    public boolean isBootstrapped(ReceivedMessage message) {
        return opensSession(message) || action(message).equals(Optional.of(SessionAction.RENEW));
    }

    /** Whether a message opens, renews or cancels a session and so is not for the application. */
    public boolean isAboutSession(ReceivedMessage message) {
        return opensSession(message)
                || action(message)
                        .filter(action -> action != SessionAction.ISSUE)
                        .isPresent();
    }

    /**
     * Verifies a request.
     *
     * @throws MessageSecurityException with the first rule that the request breaks
     */
    public SecuredRequest verify(ReceivedMessage message) {
        if (opensSession(message)) {
            VerifiedMessage request = bootstrap.verify(message, UnaryOperator.identity());
            return bootstrapped(request, sender -> issued(request, sender));
        }
        Optional<SessionAction> action = action(message);
        ServiceSession context = context(message);
        if (action.equals(Optional.of(SessionAction.RENEW))) {
            return renew(context, message);
        }
        var expectation = Expectation.context(new Expectation.Context(context.keys(clock.instant()), Carriage.CARRIED));
        boolean cancels = action.equals(Optional.of(SessionAction.CANCEL));
        VerifiedMessage verified = verifier.verify(message, cancels ? expectation.signedOnly() : expectation);
        // Stricter than WCF, which asks for the certificate when a session is opened or renewed. After the proof, so
        // only the
        // owner can cause it; before all else, so a refused message neither prolongs nor ends the session.
        clients.require(context.owner());
        SessionKey key = context.used(MessageKey.contextOf(verified), clock.instant());
        requireAlive(context);
        return cancels ? cancel(context, verified) : applicationRequest(context, key, verified);
    }

    private static Optional<SessionAction> action(ReceivedMessage message) {
        return SessionAction.ofRequest(message.addressing().action());
    }

    /** The session that a message names: all belong to the one that they are under, and a renewal to the one that it renews. */
    private Optional<ServiceSession> find(ReceivedMessage message) {
        List<String> named = message.contextIdentifiers();
        boolean renews = action(message).equals(Optional.of(SessionAction.RENEW));
        return named.isEmpty() ? Optional.empty() : contexts.find(named.get(renews ? named.size() - 1 : 0));
    }

    private ServiceSession context(ReceivedMessage message) {
        return find(message)
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.CONTEXT_NOT_RECOGNIZED,
                        "The message belongs to the session " + message.contextIdentifiers()
                                + " (expected one that is alive). It was cancelled, or nobody used it for "
                                + settings.inactivityTimeout()
                                + ", or the service was started anew; or the client does without sessions: establishSecurityContext has"
                                + " to be the same on both sides."));
    }

    /** An operation must not run whose answer cannot be secured. */
    private void requireAlive(ServiceSession context) {
        if (!contexts.touch(context)) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The session '" + context
                            + "' ended while a message of it was verified (expected one that is alive).");
        }
    }

    private SecuredRequest applicationRequest(ServiceSession context, SessionKey key, VerifiedMessage request) {
        boolean expired = !key.expires().isAfter(clock.instant());
        ServiceSession.RunningCall call = context.enter();
        return new SecuredRequest(
                request,
                context.owner(),
                expired ? Optional.of(() -> keyExpired(context, key)) : Optional.empty(),
                reply -> {
                    try (call) {
                        return engine.protect(reply, context.outgoing().protection(Carriage.REFERRED_TO));
                    }
                });
    }

    private static OutgoingMessage keyExpired(ServiceSession context, SessionKey key) {
        throw new MessageSecurityException(
                SecurityFault.CONTEXT_KEY_EXPIRED,
                "The key of the session '" + context + "' expired at '" + key.expires()
                        + "' (expected a renewal before). Let the client renew it.");
    }

    /** A request that is protected, and answered, as outside a session. */
    private SecuredRequest bootstrapped(VerifiedMessage request, Function<X509Certificate, OutgoingMessage> answer) {
        X509Certificate sender = bootstrap.sender(request);
        return new SecuredRequest(
                request,
                sender,
                Optional.of(() -> answer.apply(sender)),
                reply -> engine.protect(reply, bootstrap.protection(request)));
    }

    private OutgoingMessage issued(VerifiedMessage request, X509Certificate owner) {
        RequestSecurityToken wanted = read(request, SessionAction.ISSUE);
        requireKeySize(wanted);
        bootstrap.spend(request);
        var token = new SecurityContextToken(SecurityContextToken.newId(), "urn:uuid:" + UUID.randomUUID(), "");
        Grant grant = grant(wanted, token);
        var context = new ServiceSession(token.identifier(), owner, grant.key(), settings.keyRolloverInterval());
        if (!contexts.add(context)) {
            throw new MessageSecurityException(
                    SecurityFault.TOO_MANY_SESSIONS,
                    "The service has no room for another session (expected less than '" + settings.maxSessions()
                            + "', and less than '" + settings.maxPendingSessions()
                            + "' that wait for their first call). Close ports that are not used, or raise session.max.");
        }
        LOG.debug("Issued the session {} to '{}'", context, owner.getSubjectX500Principal());
        return answer(request, SessionAction.ISSUE, grant.response());
    }

    private SecuredRequest renew(ServiceSession context, ReceivedMessage message) {
        List<SecurityContextKey> keys = context.keys(clock.instant());
        if (keys.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The session '" + context + "' has no key any more (expected one to renew).");
        }
        VerifiedMessage request = bootstrap.verify(message, expectation -> expectation.endorsedByOneOf(keys));
        return bootstrapped(request, sender -> renewed(context, request, sender));
    }

    private OutgoingMessage renewed(ServiceSession context, VerifiedMessage request, X509Certificate sender) {
        RequestSecurityToken wanted = read(request, SessionAction.RENEW);
        SecurityContextToken target = wanted.target().orElseThrow();
        boolean named = request.endorsingContext()
                .filter(endorsing -> endorsing.isNamed(target.identifier(), target.instance()))
                .isPresent();
        if (!named || !context.owner().equals(sender)) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The session '" + context + "' is to be renewed by '"
                            + sender.getSubjectX500Principal() + "' as '" + target.identifier()
                            + "' (expected the client that opened it, and the key that endorses the request).");
        }
        requireKeySize(wanted);
        bootstrap.spend(request);
        var token = new SecurityContextToken(
                SecurityContextToken.newId(), context.identifier(), "urn:uuid:" + UUID.randomUUID());
        Grant grant = grant(wanted, token);
        context.add(grant.key());
        requireAlive(context);
        return answer(request, SessionAction.RENEW, grant.response());
    }

    private SecuredRequest cancel(ServiceSession context, VerifiedMessage request) {
        return new SecuredRequest(
                request,
                context.owner(),
                Optional.of(() -> cancelled(context, request)),
                reply -> lastWord(context, reply));
    }

    private OutgoingMessage cancelled(ServiceSession context, VerifiedMessage request) {
        String target = read(request, SessionAction.CANCEL)
                .target()
                .map(SecurityContextToken::identifier)
                .orElse("");
        if (!target.equals(context.identifier())) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "A message of the session '" + context + "' wants to cancel '" + target + "' (expected the same).");
        }
        contexts.remove(context);
        LOG.debug("The client cancelled the session {}", context);
        return answer(request, SessionAction.CANCEL, RequestSecurityTokenResponse.cancelled());
    }

    /** Nothing else is said under these keys, unless the session was not cancelled after all. */
    private ProtectedMessage lastWord(ServiceSession context, OutgoingMessage reply) {
        var protection = context.outgoing().protection(Carriage.REFERRED_TO).signedOnly();
        ProtectedMessage last = engine.protect(reply, protection);
        if (contexts.find(context.identifier()).isEmpty()) {
            context.destroy();
        }
        return last;
    }

    private static RequestSecurityToken read(VerifiedMessage request, SessionAction action) {
        XmlElement content = request.envelope()
                .content()
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        "The body of a token request has not one element (expected a RequestSecurityToken)."));
        return RequestSecurityToken.read(content, action);
    }

    private void requireKeySize(RequestSecurityToken wanted) {
        KeySize.require(wanted.keySizeBits(), binding.algorithmSuite());
    }

    private Grant grant(RequestSecurityToken wanted, SecurityContextToken token) {
        int bytes = binding.algorithmSuite().secretBytes();
        byte[] entropy = new byte[bytes];
        random.nextBytes(entropy);
        var key = new SecurityContextKey(token, ComputedKey.of(wanted.entropy(), entropy, bytes));
        Lifetime lifetime = Lifetime.from(clock.instant(), settings.keyLifetime());
        var own = DerivedKeyPair.of(key, binding.algorithmSuite(), random);
        var response = new RequestSecurityTokenResponse(
                token, entropy, KeySize.bits(binding.algorithmSuite()), Optional.of(lifetime), wanted.context());
        return new Grant(new SessionKey(key, own, lifetime), response);
    }

    private static OutgoingMessage answer(VerifiedMessage request, SessionAction action, XmlContent body) {
        return new OutgoingMessage(
                Addressing.reply(action.reply(), request.addressing().messageId()), List.of(), body);
    }

    private record Grant(SessionKey key, RequestSecurityTokenResponse response) {}
}

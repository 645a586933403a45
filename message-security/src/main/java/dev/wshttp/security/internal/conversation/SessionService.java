// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.internal.direct.DirectService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.XmlContent;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
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
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * The service's half of sessions: issues, renews and cancels contexts, and finds the one that a request belongs to (WCF:
 * {@code SecuritySessionServerSettings}). Safe for use by several threads.
 */
public final class SessionService {
    private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);

    /** Refusals that may tell something about ciphertext. */
    private static final Set<SecurityFault> TELLING = EnumSet.of(
            SecurityFault.DECRYPTION_FAILED,
            SecurityFault.SIGNATURE_INVALID,
            SecurityFault.SECURITY_HEADER_MALFORMED,
            SecurityFault.DUPLICATE_ID,
            SecurityFault.PART_NOT_SIGNED);

    private final SecurityEngine engine;
    private final DirectService bootstrap;
    private final MessageVerifier verifier;
    private final ServiceCredentials credentials;
    private final SessionSettings settings;
    private final WsHttpBinding binding;
    private final Clock clock;
    private final SecureRandom random;
    private final IssuedContexts contexts;

    /**
     * @param bootstrap protects what opens a session
     * @param verifier judges certificates too, for renewals
     */
    public SessionService(
            SecurityEngine engine,
            DirectService bootstrap,
            MessageVerifier verifier,
            ServiceCredentials credentials,
            WsHttpBinding binding,
            Clock clock,
            SecureRandom random) {
        this.engine = engine;
        this.bootstrap = bootstrap;
        this.verifier = verifier;
        this.credentials = credentials;
        this.settings = binding.sessionSettings();
        this.binding = binding;
        this.clock = clock;
        this.random = random;
        this.contexts = new CachedContexts(settings, clock);
    }

    /**
     * Requires that a message opens a session or names one that is alive.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONTEXT_NOT_RECOGNIZED}
     */
    public void requireRecognized(ReceivedMessage message) {
        if (!opensSession(message)) {
            context(message);
        }
    }

    private static boolean opensSession(ReceivedMessage message) {
        return message.contextIdentifier().isEmpty() && action(message).equals(Optional.of(SessionAction.ISSUE));
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
            VerifiedMessage request = bootstrap.verify(message);
            return bootstrapped(request, () -> issued(request));
        }
        Optional<SessionAction> action = action(message);
        IssuedContext context = context(message);
        if (action.equals(Optional.of(SessionAction.RENEW))) {
            return renew(context, message);
        }
        var expectation = Expectation.session(new Expectation.Context(context.keys(clock.instant()), Carriage.CARRIED));
        boolean cancels = action.equals(Optional.of(SessionAction.CANCEL));
        VerifiedMessage verified = verified(context, message, cancels ? expectation.signedOnly() : expectation);
        SessionKey key = context.used(((MessageKey.OfContext) verified.key()).context(), clock.instant());
        requireAlive(context);
        return cancels ? cancel(context, verified) : applicationRequest(context, key, verified);
    }

    private VerifiedMessage verified(IssuedContext context, ReceivedMessage message, Expectation expectation) {
        try {
            return verifier.verify(message, expectation);
        } catch (MessageSecurityException refused) {
            if (TELLING.contains(refused.fault()) && context.isRefusedTooOften()) {
                LOG.warn(
                        "Ended the session {}: too many messages under it were refused. Somebody changes messages and watches the"
                                + " answers; the client opens a new session.",
                        context);
                contexts.remove(context);
                context.destroy();
            }
            throw refused;
        }
    }

    private static Optional<SessionAction> action(ReceivedMessage message) {
        return SessionAction.ofRequest(message.addressing().action());
    }

    private IssuedContext context(ReceivedMessage message) {
        String identifier = message.contextIdentifier().orElse("");
        return contexts.find(identifier)
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.CONTEXT_NOT_RECOGNIZED,
                        "The message belongs to the session '" + identifier
                                + "' (expected one that is alive). It was cancelled, or nobody used it for "
                                + settings.inactivityTimeout()
                                + ", or the service was started anew; or the client does without sessions: establishSecurityContext has"
                                + " to be the same on both sides."));
    }

    /** An operation must not run whose answer cannot be secured. */
    private void requireAlive(IssuedContext context) {
        if (!contexts.touch(context)) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The session '" + context
                            + "' ended while a message of it was verified (expected one that is alive).");
        }
    }

    private SecuredRequest applicationRequest(IssuedContext context, SessionKey key, VerifiedMessage request) {
        boolean expired = !key.expires().isAfter(clock.instant());
        IssuedContext.RunningCall call = context.enter();
        return new SecuredRequest(
                request,
                Optional.of(context.owner()),
                expired ? Optional.of(() -> keyExpired(context, key)) : Optional.empty(),
                reply -> {
                    try (call) {
                        return engine.protect(reply, context.outgoing().protection(Carriage.REFERRED_TO));
                    }
                });
    }

    private static OutgoingMessage keyExpired(IssuedContext context, SessionKey key) {
        throw new MessageSecurityException(
                SecurityFault.CONTEXT_KEY_EXPIRED,
                "The key of the session '" + context + "' expired at '" + key.expires()
                        + "' (expected a renewal before). Let the client renew it.");
    }

    /** A request that is protected, and answered, as in direct mode. */
    private SecuredRequest bootstrapped(VerifiedMessage request, Supplier<OutgoingMessage> answer) {
        return new SecuredRequest(
                request, request.sender(), Optional.of(answer), reply -> bootstrap.protect(reply, request));
    }

    private OutgoingMessage issued(VerifiedMessage request) {
        RequestSecurityToken wanted = read(request, SessionAction.ISSUE);
        X509Certificate owner = request.sender().orElseThrow();
        var token = new SecurityContextToken(SecurityContextToken.newId(), "urn:uuid:" + UUID.randomUUID(), "");
        Grant grant = grant(wanted, token);
        var context = new IssuedContext(token.identifier(), owner, grant.key(), settings.keyRolloverInterval());
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

    private SecuredRequest renew(IssuedContext context, ReceivedMessage message) {
        List<SecurityContextKey> keys = context.keys(clock.instant());
        if (keys.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The session '" + context + "' has no key any more (expected one to renew).");
        }
        var expectation = Expectation.request(credentials.serviceCertificate()).endorsedByOneOf(keys);
        VerifiedMessage request = verifier.verify(message, expectation);
        return bootstrapped(request, () -> renewed(context, request));
    }

    private OutgoingMessage renewed(IssuedContext context, VerifiedMessage request) {
        RequestSecurityToken wanted = read(request, SessionAction.RENEW);
        SecurityContextToken target = wanted.target().orElseThrow();
        boolean named = request.endorsingContext()
                .filter(endorsing -> endorsing.isNamed(target.identifier(), target.instance()))
                .isPresent();
        if (!named || !context.owner().equals(request.sender().orElseThrow())) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The session '" + context + "' is to be renewed by '"
                            + request.sender().orElseThrow().getSubjectX500Principal() + "' as '" + target.identifier()
                            + "' (expected the client that opened it, and the key that endorses the request).");
        }
        var token = new SecurityContextToken(
                SecurityContextToken.newId(), context.identifier(), "urn:uuid:" + UUID.randomUUID());
        Grant grant = grant(wanted, token);
        context.add(grant.key());
        requireAlive(context);
        return answer(request, SessionAction.RENEW, grant.response());
    }

    private SecuredRequest cancel(IssuedContext context, VerifiedMessage request) {
        return new SecuredRequest(
                request,
                Optional.of(context.owner()),
                Optional.of(() -> cancelled(context, request)),
                reply -> lastWord(context, reply));
    }

    private OutgoingMessage cancelled(IssuedContext context, VerifiedMessage request) {
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
    private ProtectedMessage lastWord(IssuedContext context, OutgoingMessage reply) {
        var protection = context.outgoing().protection(Carriage.REFERRED_TO).signedOnly();
        ProtectedMessage last = engine.protect(reply, protection);
        if (contexts.find(context.identifier()).isEmpty()) {
            context.destroy();
        }
        return last;
    }

    private static RequestSecurityToken read(VerifiedMessage request, SessionAction action) {
        Element content = Elements.bodyContent(request.envelope())
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        "The body of a token request has not one element (expected a RequestSecurityToken)."));
        return RequestSecurityToken.read(content, action);
    }

    private Grant grant(RequestSecurityToken wanted, SecurityContextToken token) {
        int bytes = binding.algorithmSuite().secretBytes();
        if (wanted.keySizeBits() != 0 && wanted.keySizeBits() != bytes * Byte.SIZE) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The client wants a key of '" + wanted.keySizeBits() + "' bits (expected '" + bytes * Byte.SIZE
                            + "', as the algorithm suite has it). Set the same algorithm suite on both sides.");
        }
        byte[] entropy = new byte[bytes];
        random.nextBytes(entropy);
        var key = new SecurityContextKey(token, ComputedKey.of(wanted.entropy(), entropy, bytes));
        Instant created = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant expires = created.plus(settings.keyLifetime());
        var own = DerivedKeyPair.of(key, binding.algorithmSuite(), random);
        var response = new RequestSecurityTokenResponse(
                token, entropy, bytes * Byte.SIZE, Optional.of(new Lifetime(created, expires)), wanted.context());
        return new Grant(new SessionKey(key, own, created, expires), response);
    }

    private static OutgoingMessage answer(VerifiedMessage request, SessionAction action, XmlContent body) {
        return new OutgoingMessage(
                Addressing.reply(action.reply(), request.addressing().messageId()), List.of(), body);
    }

    private record Grant(SessionKey key, RequestSecurityTokenResponse response) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.instances.SharedMemory;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.instances.ContextState;
import dev.wshttp.security.internal.instances.EndedContexts;
import dev.wshttp.security.internal.instances.SealedTokens;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.Lifetime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sessions in the tokens of their clients, each of which carries its key and its owner, sealed by this instance or another one. What it keeps is a cache,
 * so that a token is opened once and not for each call: a session that was dropped comes back with its next message. So a session ends if its client cancels
 * it, or with its last key, and not because it is idle; and there may be more of them than are kept.
 */
final class SealedSessions implements SessionStore {
    private static final Logger LOG = LoggerFactory.getLogger(SealedSessions.class);

    private final SealedTokens tokens;
    private final SecurityEnvironment environment;
    private final SessionSettings settings;
    private final EndedContexts ended;
    private final OptionalLong most;
    private final Cache<String, ServiceSession> kept;
    private final AtomicLong generation;

    /** @param environment has what the instances share */
    SealedSessions(SealedTokens tokens, SecurityEnvironment environment) {
        this.tokens = tokens;
        this.environment = environment;
        this.settings = environment.binding().sessionSettings();
        this.most = environment.instances().maxSessions();
        this.generation = new AtomicLong(tokens.generation());
        this.ended = new EndedContexts(
                environment.instances().memory(),
                tokenLife().plus(environment.binding().maxClockSkew()),
                environment.clock());
        // What is dropped is not wiped, because another thread may be about to use it.
        this.kept = Caffeine.newBuilder()
                .maximumSize(settings.maxSessions())
                .expireAfterAccess(settings.inactivityTimeout())
                .ticker(() -> nanoseconds(now()))
                .executor(Runnable::run)
                .build();
    }

    private static long nanoseconds(Instant now) {
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** For a while after a key's lifetime its client is told to renew the key; then the session is over. */
    private Duration tokenLife() {
        return settings.keyLifetime().plus(settings.keyRolloverInterval());
    }

    @Override
    public SecurityContextToken issued(
            SecurityContextToken token, SharedSecret secret, X509Certificate owner, Lifetime lifetime) {
        var state = new ContextState(secret.octets(), owner, lifetime.created(), lifetime.expires());
        try {
            return tokens.sealed(token, SealedTokens.Kind.SESSION, state);
        } finally {
            state.wipe();
        }
    }

    @Override
    public long generation() {
        return tokens.generation();
    }

    @Override
    public boolean add(ServiceSession session) {
        if (!hasPlace(session, settings.pendingTimeout())) {
            return false;
        }
        kept.put(session.identifier(), session);
        return true;
    }

    private boolean hasPlace(ServiceSession session, Duration keep) {
        return most.isEmpty()
                || environment
                        .instances()
                        .memory()
                        .map(shared -> shared.hold(session.identifier(), keep, most.getAsLong()))
                        .orElse(true);
    }

    /** Keeps the place of a session that is used until its last key ends; a session that is not used has one for a short time. */
    private boolean isPlaced(ServiceSession session) {
        if (most.isEmpty() || !session.isFirstPlacing()) {
            return true;
        }
        boolean placed = false;
        try {
            Instant end = session.outgoing().expires().plus(settings.keyRolloverInterval());
            placed = hasPlace(session, Duration.between(now(), end));
            return placed;
        } finally {
            if (!placed) {
                session.isNotPlaced();
            }
        }
    }

    @Override
    public Optional<ServiceSession> find(SecurityContextToken named) {
        if (named.cookie().isEmpty() || ended.isKnown(named.identifier())) {
            return Optional.empty();
        }
        Instant now = now();
        long present = presentGeneration();
        @Nullable ServiceSession known = known(named.identifier());
        if (known != null) {
            Optional<SessionKey> key = known.key(named);
            if (key.isPresent()) {
                return isOver(key.get().expires(), now) ? Optional.empty() : Optional.of(known);
            }
        }
        return tokens.opened(named, SealedTokens.Kind.SESSION)
                .filter(state -> !isOver(state.expires(), now))
                .filter(state -> state.isPlausible(
                        settings.keyLifetime(), now.plus(environment.binding().maxClockSkew())))
                .flatMap(state -> with(known, named, state, present));
    }

    /** Drops everything when a key for tokens was taken away: what was sealed under another one comes back. */
    private long presentGeneration() {
        long present = tokens.generation();
        if (generation.getAndSet(present) != present) {
            kept.invalidateAll();
        }
        return present;
    }

    private boolean isOver(Instant keyExpires, Instant now) {
        return !keyExpires.plus(settings.keyRolloverInterval()).isAfter(now);
    }

    /** Returns a session with the key of a token, which another instance gave it or this one before it was dropped. */
    private Optional<ServiceSession> with(
            @Nullable ServiceSession known, SecurityContextToken named, ContextState state, long present) {
        SessionKey key = key(named, state);
        // The message is not proved yet: a session that is kept does not change before touch.
        return known == null || known.mayRecall(key, now())
                ? Optional.of(new ServiceSession(
                        named.identifier(), state.owner(), key, settings.keyRolloverInterval(), present))
                : Optional.empty();
    }

    private SessionKey key(SecurityContextToken named, ContextState state) {
        var secret = SharedSecret.of(state.secret());
        state.wipe();
        return key(named, secret, new Lifetime(state.created(), state.expires()));
    }

    private SessionKey copy(SessionKey original) {
        byte[] octets = original.key().secret().octets();
        var secret = SharedSecret.of(octets);
        Arrays.fill(octets, (byte) 0);
        return key(original.key().token(), secret, original.lifetime());
    }

    private SessionKey key(SecurityContextToken named, SharedSecret secret, Lifetime lifetime) {
        var key = new SecurityContextKey(named, secret);
        var own = DerivedKeyPair.of(key, environment.binding().algorithmSuite(), environment.random());
        return new SessionKey(key, own, lifetime);
    }

    @Override
    public Optional<ServiceSession> find(String identifier) {
        return Optional.ofNullable(known(identifier));
    }

    /** Returns a session that is kept. This is no use of it: the message may not be proved yet. */
    private @Nullable ServiceSession known(String identifier) {
        return kept.policy().getIfPresentQuietly(identifier);
    }

    @Override
    public boolean has(ServiceSession session) {
        return !ended.isKnown(session.identifier());
    }

    /** Keeps a session, now that its message is proved: another peer that repeats tokens takes no room, and keeps no session in its place. */
    @Override
    public boolean touch(ServiceSession session) {
        if (!has(session) || !isPlaced(session)) {
            return false;
        }
        if (session.generation() == presentGeneration()) {
            ServiceSession present = kept.asMap().putIfAbsent(session.identifier(), session);
            if (present != null && present != session) {
                // They share no key, because each wipes its own.
                SessionKey copy = copy(session.outgoing());
                if (present.recall(copy, now())) {
                    present.used(copy.key().token(), now());
                }
            }
        }
        return true;
    }

    @Override
    public void requireRenewable(ServiceSession session) {
        if (ended.hasEnded(session.identifier())) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The session '" + session + "' was ended at another instance (expected one that is alive).");
        }
        if (!hasPlace(session, tokenLife())) {
            throw new MessageSecurityException(
                    SecurityFault.TOO_MANY_SESSIONS,
                    "The session '" + session + "' has lost its place, and others have all (expected less than '"
                            + most.getAsLong() + "' in all instances). Close ports that are not used, or raise"
                            + " cluster.max-sessions.");
        }
    }

    /** Returns how many sessions are kept here: those that were used in the last time. None waits for its first call. */
    @Override
    public Counts counts() {
        kept.cleanUp();
        return new Counts(0, kept.estimatedSize());
    }

    @Override
    public void remove(ServiceSession session) {
        ended.endIfPossible(session.identifier());
        kept.invalidate(session.identifier());
        if (most.isPresent()) {
            environment.instances().memory().ifPresent(shared -> release(shared, session));
        }
    }

    private static void release(SharedMemory shared, ServiceSession session) {
        try {
            shared.release(session.identifier());
        } catch (MessageSecurityException later) {
            LOG.debug("The place of the session {} is free when its keys have ended: {}", session, later.getMessage());
        }
    }

    private Instant now() {
        return environment.clock().instant();
    }
}

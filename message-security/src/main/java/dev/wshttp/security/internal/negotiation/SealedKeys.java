// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.instances.ContextState;
import dev.wshttp.security.internal.instances.EndedContexts;
import dev.wshttp.security.internal.instances.SealedTokens;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds negotiated keys in their tokens, sealed by this instance or another one. What it keeps is a cache, so that a token is opened once and not for each
 * message: a key that was dropped comes back with its next message. Safe for use by several threads.
 */
final class SealedKeys implements KnownKeys {
    private final SealedTokens tokens;
    private final NegotiatedKeys kept;
    private final EndedContexts spent;
    private final WsHttpBinding binding;
    private final Clock clock;
    private final AtomicLong generation;

    /** @param spent the keys that opened or renewed a session */
    SealedKeys(SealedTokens tokens, NegotiatedKeys kept, EndedContexts spent, WsHttpBinding binding, Clock clock) {
        this.tokens = tokens;
        this.binding = binding;
        this.generation = new AtomicLong(tokens.generation());
        this.kept = kept;
        this.spent = spent;
        this.clock = clock;
    }

    @Override
    public void add(NegotiatedKeys.Entry entry) {
        kept.add(entry);
    }

    /** Keeps nothing: the message is not proved yet, and a peer that repeats tokens of others must not take their room. */
    @Override
    public Optional<NegotiatedKeys.Entry> find(SecurityContextToken named) {
        if (named.cookie().isEmpty() || spent.isKnown(named.identifier())) {
            return Optional.empty();
        }
        dropIfKeysChanged();
        Optional<NegotiatedKeys.Entry> known =
                kept.find(named).filter(entry -> entry.key().token().isCarriedAs(named));
        return known.isPresent() ? known : opened(named);
    }

    @Override
    public Optional<NegotiatedKeys.Entry> proved(SecurityContextToken named) {
        long before = tokens.generation();
        Optional<NegotiatedKeys.Entry> found = find(named);
        if (found.isPresent() && kept.proved(named).isEmpty()) {
            kept.add(found.get());
            // Another thread may have noticed the change of keys after this one opened the token.
            if (tokens.generation() != before) {
                kept.remove(named.identifier());
            }
        }
        return found;
    }

    /** Forgets everything when a key for tokens was taken away: what was sealed under another one comes back. */
    private void dropIfKeysChanged() {
        long present = tokens.generation();
        if (generation.getAndSet(present) != present) {
            kept.clear();
        }
    }

    private Optional<NegotiatedKeys.Entry> opened(SecurityContextToken named) {
        Instant now = clock.instant();
        return tokens.opened(named, SealedTokens.Kind.NEGOTIATED)
                .filter(state -> state.expires().isAfter(now))
                .filter(state -> state.isPlausible(NegotiationLegs.lifetime(binding), now.plus(binding.maxClockSkew())))
                .map(state -> entry(named, state));
    }

    private static NegotiatedKeys.Entry entry(SecurityContextToken named, ContextState state) {
        var key = new SecurityContextKey(named, SharedSecret.of(state.secret()));
        state.wipe();
        return new NegotiatedKeys.Entry(key, state.owner(), state.expires());
    }

    @Override
    public boolean spend(SecurityContextToken token) {
        boolean first = spent.end(token.identifier());
        kept.remove(token.identifier());
        return first;
    }
}

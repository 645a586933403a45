// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.instances;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.instances.TokenSeal;
import dev.wshttp.security.internal.token.SecurityContextToken;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Puts the state of contexts into their tokens and takes it out again, for the tokens of one endpoint. A cookie opens only in the token that it was sealed
 * for: at the same endpoint in the same mode and with the same algorithm suite, for the same kind of token, under the same id, identifier and instance. Safe
 * for use by several threads.
 */
public final class SealedTokens {
    private static final String PURPOSE = "wsc:SecurityContextToken";

    // A state with the largest certificate that is read has fewer.
    private static final int MOST_COOKIE_CHARACTERS = 24_576;

    private final TokenSeal seal;
    private final String endpoint;
    private final WsHttpBinding binding;

    /** @param endpoint the name of the endpoint, the same in all instances */
    public SealedTokens(TokenSeal seal, String endpoint, WsHttpBinding binding) {
        this.seal = seal;
        this.endpoint = endpoint;
        this.binding = binding;
    }

    /** What a token is for. */
    public enum Kind {
        /** A key of a session. */
        SESSION,
        /** A negotiated key. */
        NEGOTIATED
    }

    /** Returns a token with the state of its context in it. */
    public SecurityContextToken sealed(SecurityContextToken token, Kind kind, ContextState state) {
        byte[] octets = state.encoded();
        byte[] cookie = seal.seal(octets, scope(token, kind));
        Arrays.fill(octets, (byte) 0);
        return token.withCookie(Base64.getEncoder().encodeToString(cookie));
    }

    /**
     * Returns the state that a service put into a token.
     *
     * @return empty if the token has none, or another service made it or for another token, or something in it was changed
     */
    public Optional<ContextState> opened(SecurityContextToken received, Kind kind) {
        return cookie(received.cookie())
                .flatMap(cookie -> seal.open(cookie, scope(received, kind)))
                .flatMap(SealedTokens::decoded);
    }

    /** Returns a number that changes when what was opened before has to be opened again: {@link TokenSeal#generation()}. */
    public long generation() {
        return seal.generation();
    }

    private static Optional<ContextState> decoded(byte[] octets) {
        Optional<ContextState> state = ContextState.decode(octets);
        Arrays.fill(octets, (byte) 0);
        return state;
    }

    /** Returns the octets of a cookie; empty if the text is not what this side makes of octets, since one cookie has one form. */
    private static Optional<byte[]> cookie(String text) {
        if (text.isEmpty() || text.length() > MOST_COOKIE_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] octets = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(octets).equals(text) ? Optional.of(octets) : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Returns what a cookie belongs to. Each part has its length before it, so that no two scopes have the same octets. */
    private byte[] scope(SecurityContextToken token, Kind kind) {
        var scope = new ByteArrayOutputStream();
        List<String> parts = List.of(
                PURPOSE,
                kind.name(),
                endpoint,
                "negotiates=" + binding.negotiateServiceCredential(),
                "sessions=" + binding.establishSecurityContext(),
                binding.algorithmSuite().name(),
                token.id(),
                token.identifier(),
                token.instance());
        for (String part : parts) {
            byte[] octets = part.getBytes(UTF_8);
            for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                scope.write(octets.length >>> shift);
            }
            scope.writeBytes(octets);
        }
        return scope.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SharedSecret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The secret that protects a message, under the name by which the other side knows it. */
public sealed interface MessageKey {
    /** Returns the secret. */
    SharedSecret secret();

    /** Derives the key that a derived key token describes. */
    byte[] derive(KeyDerivation derivation);

    /** Returns the key of the context that protects a request of this side; only for requests under a context. */
    static SecurityContextKey contextOf(ProtectedMessage request) {
        return contextOf(request.key());
    }

    /** Returns the key of the context that protects a received request; only for requests under a context. */
    static SecurityContextKey contextOf(VerifiedMessage request) {
        return contextOf(request.key());
    }

    private static SecurityContextKey contextOf(MessageKey key) {
        return ((OfContext) key).context();
    }

    /**
     * The secret of one request, which also protects its reply.
     *
     * @param encryptedKeySha1 base64 of the SHA-1 of the encrypted secret, by which the reply refers to it
     */
    record Encrypted(SharedSecret secret, String encryptedKeySha1) implements MessageKey {
        /** Returns the name of a secret that was encrypted into these octets. */
        public static String nameOf(byte[] encryptedKey) {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(encryptedKey));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every JDK has SHA-1", impossible);
            }
        }

        @Override
        public byte[] derive(KeyDerivation derivation) {
            return secret.derive(derivation);
        }
    }

    /** The secret of a security context. */
    record OfContext(SecurityContextKey context) implements MessageKey {
        @Override
        public SharedSecret secret() {
            return context.secret();
        }

        @Override
        public byte[] derive(KeyDerivation derivation) {
            return context.derive(derivation);
        }
    }
}

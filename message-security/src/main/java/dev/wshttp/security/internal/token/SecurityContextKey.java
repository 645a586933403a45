// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One key of a security context, with the derived keys that are used in more than one message. Safe for use by several threads;
 * {@code toString} shows the name only.
 */
public final class SecurityContextKey {
    // Each side derives two keys and uses them until the context is renewed; some peers derive anew in each message.
    private static final int MOST_KEPT = 4;

    private final SecurityContextToken token;
    private final SharedSecret secret;
    private final Map<KeyDerivation, byte[]> kept = new ConcurrentHashMap<>();

    public SecurityContextKey(SecurityContextToken token, SharedSecret secret) {
        this.token = token;
        this.secret = secret;
    }

    /** Returns the name of the key. */
    public SecurityContextToken token() {
        return token;
    }

    /** Returns the secret. */
    public SharedSecret secret() {
        return secret;
    }

    /**
     * Derives a key, or returns the one that was kept.
     *
     * @throws dev.wshttp.security.MessageSecurityException with {@code CONTEXT_NOT_RECOGNIZED} once the key is destroyed
     */
    public byte[] derive(KeyDerivation derivation) {
        byte[] known = kept.get(derivation);
        return known == null ? secret.derive(derivation) : known.clone();
    }

    /** Keeps a derived key for the messages to come; only for derivations that this side chose, or that a verified message used. */
    public void keep(KeyDerivation derivation) {
        if (kept.size() < MOST_KEPT && !kept.containsKey(derivation)) {
            kept.put(derivation, derive(derivation));
        }
    }

    /** Wipes the secret and forgets what was derived from it. */
    public void destroy() {
        secret.destroy();
        kept.clear();
    }

    @Override
    public String toString() {
        return "SecurityContextKey[" + token.identifier() + (token.instance().isEmpty() ? "" : " " + token.instance())
                + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.internal.token.SecurityContextToken;
import java.util.Optional;

/** Finds the negotiated keys that messages may use. Implementations are bounded and safe for use by several threads. */
interface KnownKeys {
    /** Takes note of a key that was just negotiated. */
    void add(NegotiatedKeys.Entry entry);

    /**
     * Returns the key that a token names.
     *
     * @param named a token of a received message, which is not signed, or that of a key that was found before
     */
    Optional<NegotiatedKeys.Entry> find(SecurityContextToken named);

    /**
     * Returns the key that a token names, and takes note that it was used.
     *
     * @param named that of a message which is proved
     */
    Optional<NegotiatedKeys.Entry> proved(SecurityContextToken named);

    /**
     * Ends a key, which opened or renewed a session.
     *
     * @return whether it was alive
     */
    boolean spend(SecurityContextToken token);
}

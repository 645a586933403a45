// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import java.time.Instant;
import java.util.Optional;

/**
 * One key of a session, as one side uses it.
 *
 * @param own the derived keys that this side uses in all its messages
 */
record SessionKey(SecurityContextKey key, DerivedKeyPair own, Lifetime lifetime) {
    Instant created() {
        return lifetime.created();
    }

    Instant expires() {
        return lifetime.expires();
    }

    Protection protection(Carriage carriage) {
        return Protection.context(new Protection.Context(key, Optional.of(own), carriage));
    }
}

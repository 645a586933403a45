// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import java.time.Instant;
import java.util.Optional;

/**
 * One key of a session, as one side uses it.
 *
 * @param own what this side derives from it for all its messages
 * @param created when its lifetime began
 * @param expires when its lifetime ends
 */
record SessionKey(SecurityContextKey key, DerivedKeyPair own, Instant created, Instant expires) {
    Protection protection(Carriage carriage) {
        return Protection.context(new Protection.Context(key, Optional.of(own), carriage));
    }
}

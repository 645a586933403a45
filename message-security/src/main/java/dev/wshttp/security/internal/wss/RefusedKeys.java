// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts how often messages under one encrypted key were refused, and soon refuses whatever else comes under it. A genuine sender makes a new key
 * for each message; who comes again and again with an old one is guessing at its ciphertext, which CBC would betray a little more with each
 * answer, if only by its timing (Jager and Somorovsky, 2011). A few guesses are no use, and let the genuine message pass after a tampered copy.
 * The memory is bounded; the oldest are forgotten first. Safe for use by several threads.
 */
final class RefusedKeys {
    static final int GUESSES = 8;

    private static final int CAPACITY = 10_000;

    private final Map<String, Integer> refusals = new LinkedHashMap<>();

    /** @throws MessageSecurityException with {@link SecurityFault#MESSAGE_REPLAYED} if this key has had its guesses */
    synchronized void require(String encryptedKeySha1) {
        if (refusals.getOrDefault(encryptedKeySha1, 0) >= GUESSES) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_REPLAYED,
                    "'" + GUESSES
                            + "' messages under this encrypted key were refused before (expected a new key in each message). Somebody"
                            + " changes a message again and again and watches the answers.");
        }
    }

    synchronized void add(String encryptedKeySha1) {
        refusals.merge(encryptedKeySha1, 1, Integer::sum);
        if (refusals.size() > CAPACITY) {
            refusals.remove(refusals.keySet().iterator().next());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the encrypted keys of messages that were refused, and refuses whatever else comes under them. A genuine sender makes a new key for
 * each message; who comes again with an old one is guessing at its ciphertext, which CBC would betray a little more with each answer, if only by
 * its timing (Jager and Somorovsky, 2011). One guess a key is no use. The memory is bounded; the oldest are forgotten first. Safe for use by
 * several threads.
 */
final class RefusedKeys {
    private static final int CAPACITY = 10_000;

    private final Map<String, Boolean> refused = new LinkedHashMap<>();

    /** @throws MessageSecurityException with {@link SecurityFault#MESSAGE_REPLAYED} if a message under this key was refused before */
    synchronized void require(String encryptedKeySha1) {
        if (refused.containsKey(encryptedKeySha1)) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_REPLAYED,
                    "A message under this encrypted key was refused before (expected a new key in each message). Somebody changes a message"
                            + " and sends it again.");
        }
    }

    synchronized void add(String encryptedKeySha1) {
        refused.put(encryptedKeySha1, Boolean.TRUE);
        if (refused.size() > CAPACITY) {
            refused.remove(refused.keySet().iterator().next());
        }
    }
}

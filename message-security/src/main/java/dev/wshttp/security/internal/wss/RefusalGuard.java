// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.token.SharedSecret.Fingerprint;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the number of refusals under one secret that are answered at once. Each refusal of a message whose secret was used counts against that
 * secret, whatever name the message gives it. The first {@value #PROMPT_ANSWERS} are answered at once: too few for guessing (Jager and Somorovsky,
 * 2011), and enough to let a genuine message pass after tampered copies. Every further refusal under the secret is a {@link DelayedRefusal}, whose
 * time reveals nothing.
 *
 * <p>A secret is never forgotten. A cache evicts, so an attacker could flush a secret out of it and begin to guess again. When this memory is full,
 * every refusal under a secret that is not in it is delayed: after a flood of refused messages, a refusal takes a short time, and the attacker gains
 * nothing. Accepted messages are not affected. Safe for use by several threads.
 */
public final class RefusalGuard {
    /** The number of refusals under one secret that are answered at once. */
    public static final int PROMPT_ANSWERS = 8;

    /** The largest number of secrets; they take about 6 MB. */
    private static final int CAPACITY = 65_536;

    private final int capacity;
    private final Map<Fingerprint, Integer> refusals = new HashMap<>();

    public RefusalGuard() {
        this(CAPACITY);
    }

    RefusalGuard(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Requires that a secret, which an honest sender uses for one message only, has refusals left.
     *
     * @throws DelayedRefusal with {@link SecurityFault#MESSAGE_REPLAYED}
     */
    synchronized void requireUnspent(SharedSecret secret) {
        if (refusals.getOrDefault(secret.fingerprint(), 0) >= PROMPT_ANSWERS) {
            throw new DelayedRefusal(new MessageSecurityException(
                    SecurityFault.MESSAGE_REPLAYED,
                    "'" + PROMPT_ANSWERS
                            + "' messages under this encrypted key were refused before (expected a new key in each message). An attacker"
                            + " changes a message again and again and watches the answers."));
        }
    }

    /** Counts a refusal, and returns what to throw for it. */
    synchronized RuntimeException refused(SharedSecret secret, MessageSecurityException reason) {
        Fingerprint fingerprint = secret.fingerprint();
        int before = refusals.getOrDefault(fingerprint, 0);
        if (before == 0 && refusals.size() >= capacity) {
            return new DelayedRefusal(reason);
        }
        refusals.put(fingerprint, Math.min(before + 1, PROMPT_ANSWERS));
        return before < PROMPT_ANSWERS ? reason : new DelayedRefusal(reason);
    }
}

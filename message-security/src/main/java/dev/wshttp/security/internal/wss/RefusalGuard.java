// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.SharedMemory;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.token.SharedSecret.Fingerprint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the number of refusals under one secret that are answered at once. Each refusal of a message whose secret was used counts against that
 * secret, whatever name the message gives it. The first {@value #PROMPT_ANSWERS} are answered at once: too few for guessing (Jager and Somorovsky,
 * 2011), and enough to let a genuine message pass after tampered copies. Every further refusal under the secret is a {@link DelayedRefusal}, whose
 * time reveals nothing.
 *
 * <p>A secret is never forgotten. A cache evicts, so an attacker could flush a secret out of it and begin to guess again. When this memory is full,
 * every refusal under a secret that is not in it is delayed: after a flood of refused messages, a refusal takes a short time, and the attacker gains
 * nothing. Accepted messages are not affected.
 *
 * <p>Instances with a shared memory count together: all of them answer as many refusals under one secret at once as one alone would. If that memory does not
 * answer, the refusal is delayed. Safe for use by several threads.
 */
public final class RefusalGuard {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalGuard.class);

    /** The number of refusals under one secret that are answered at once. */
    public static final int PROMPT_ANSWERS = 8;

    /** The largest number of secrets; they take about 6 MB. */
    private static final int CAPACITY = 65_536;

    // As long as any secret can be used, and longer.
    private static final Duration COUNTED = Duration.ofDays(2);

    private final int capacity;
    private final Optional<SharedMemory> memory;
    private final Map<Fingerprint, Integer> refusals = new HashMap<>();

    public RefusalGuard() {
        this(CAPACITY);
    }

    /** @param memory counts for all instances of a service; empty if each counts for itself */
    RefusalGuard(Optional<SharedMemory> memory) {
        this(CAPACITY, memory);
    }

    RefusalGuard(int capacity) {
        this(capacity, Optional.empty());
    }

    RefusalGuard(int capacity, Optional<SharedMemory> memory) {
        this.capacity = capacity;
        this.memory = memory;
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
    RuntimeException refused(SharedSecret secret, MessageSecurityException reason) {
        Fingerprint fingerprint;
        try {
            fingerprint = secret.fingerprint();
        } catch (MessageSecurityException wiped) {
            // The context ended meanwhile, so its refusals cannot be counted any more.
            return new DelayedRefusal(reason);
        }
        boolean prompt = isPromptHere(fingerprint)
                && memory.map(shared -> isPromptAnywhere(shared, fingerprint)).orElse(true);
        return prompt ? reason : new DelayedRefusal(reason);
    }

    private synchronized boolean isPromptHere(Fingerprint fingerprint) {
        int before = refusals.getOrDefault(fingerprint, 0);
        if (before == 0 && refusals.size() >= capacity) {
            return false;
        }
        refusals.put(fingerprint, Math.min(before + 1, PROMPT_ANSWERS));
        return before < PROMPT_ANSWERS;
    }

    private boolean isPromptAnywhere(SharedMemory shared, Fingerprint fingerprint) {
        try {
            boolean prompt = shared.count(counter(fingerprint), COUNTED) <= PROMPT_ANSWERS;
            if (!prompt) {
                exhaust(fingerprint);
            }
            return prompt;
        } catch (MessageSecurityException unknown) {
            LOG.debug("A refusal is delayed: {}", unknown.getMessage());
            return false;
        }
    }

    private synchronized void exhaust(Fingerprint fingerprint) {
        refusals.put(fingerprint, PROMPT_ANSWERS);
    }

    private static byte[] counter(Fingerprint fingerprint) {
        return ("refusals " + fingerprint.high() + " " + fingerprint.low()).getBytes(US_ASCII);
    }
}

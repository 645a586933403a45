// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.util.EnumSet;
import java.util.Set;

/**
 * How many messages under one context were refused in a way that may tell something about ciphertext, if only by its timing (Jager and
 * Somorovsky, 2011). Safe for use by several threads.
 */
public final class TellingRefusals {
    // Too little can be learnt from so many.
    private static final int MOST = 100;

    private static final Set<SecurityFault> TELLING = EnumSet.of(
            SecurityFault.DECRYPTION_FAILED,
            SecurityFault.SIGNATURE_INVALID,
            SecurityFault.SECURITY_HEADER_MALFORMED,
            SecurityFault.DUPLICATE_ID,
            SecurityFault.PART_NOT_SIGNED);

    private int count;

    /** Takes note of a refusal; returns whether the context has had too many of them and has to end. */
    public synchronized boolean isLast(MessageSecurityException refused) {
        if (TELLING.contains(refused.fault())) {
            count++;
        }
        return count >= MOST;
    }
}

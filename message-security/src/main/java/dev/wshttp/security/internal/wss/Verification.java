// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * The proof of one received message, in steps. The steps are called once each, in the order of this interface, by one thread. Making a
 * verification has checked everything in clear: the layout of the security header, the kind, number and order of what is encrypted, the
 * algorithms, and that the timestamp claims to be fresh. No key was used for that.
 *
 * <p>From {@link #unlock()} on a refusal must not tell what an attacker's octets decrypted to (Jager and Somorovsky, 2011). So each later step
 * does all its work, and that of the steps after it, before it refuses; see ADR 9.
 */
public interface Verification {
    /** Returns the certificate that claims to endorse the message; empty if none has to. The signature of its key is not verified yet. */
    Optional<X509Certificate> claimedEndorser();

    /**
     * Finds or decrypts the secret that protects the message.
     *
     * @throws MessageSecurityException if the secret was destroyed meanwhile
     */
    MessageKey unlock();

    /**
     * Proves the primary signature and all that it covers and that stands in clear: timestamp and headers. Decrypts nothing else.
     *
     * @return base64 of the value of the primary signature
     * @throws MessageSecurityException with the first rule that the message breaks
     */
    String authenticate();

    /**
     * Decrypts the rest, and proves the rest of the primary signature, the endorsements and the confirmations. If all of them hold and the body is
     * still no XML that is accepted, its authentic sender made it so, which the proof says: an attacker learns nothing from that.
     *
     * @throws MessageSecurityException with the first rule that the message breaks
     */
    MessageProof prove();

    /**
     * Requires that the timestamp is fresh now.
     *
     * @throws MessageSecurityException with {@code TIMESTAMP_OUT_OF_RANGE}
     */
    void requireFresh();

    /**
     * Requires that the message was not created before a time since which a memory is complete.
     *
     * @throws MessageSecurityException with {@code SHARED_MEMORY_UNAVAILABLE}
     */
    void requireCreatedSince(Instant complete);

    /** Takes all steps at once. A service must not do so: between the steps it refuses spent secrets and replayed messages. */
    default MessageProof proveAtOnce() {
        unlock();
        authenticate();
        return prove();
    }
}

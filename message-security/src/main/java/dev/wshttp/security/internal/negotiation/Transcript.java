// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A running digest of all legs of a negotiation: SHA-1 over their exclusive canonical forms (WS-Trust, February 2005, "Authenticating
 * Exchanges"). TLS protects its own messages only; this digest protects the elements around them. Not safe for use by several threads.
 */
final class Transcript {
    private static final byte[] LABEL = "AUTH-HASH".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_BYTES = 32;

    // What is canonical repeats a namespace wherever it is used.
    private static final int TIMES_A_MESSAGE = 4;
    private static final int LEAST_BYTES = 16 * 1024;

    private final int mostBytesOfLeg;
    private final MessageDigest digest;

    /** @param mostMessageBytes how large a message may be; the canonical form of a leg is not many times as large */
    Transcript(int mostMessageBytes) {
        this.mostBytesOfLeg =
                (int) Math.min(Integer.MAX_VALUE, LEAST_BYTES + (long) TIMES_A_MESSAGE * mostMessageBytes);
        try {
            this.digest = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-1", impossible);
        }
    }

    /**
     * Adds a leg as it was received.
     *
     * @throws dev.wshttp.security.MessageSecurityException if the leg has no canonical form, or too large a one
     */
    void add(XmlElement leg) {
        digest.update(leg.canonicalForm(mostBytesOfLeg));
    }

    /** Adds a leg that is about to be sent. */
    void add(XmlContent leg) {
        add(XmlElement.of(leg));
    }

    /** Returns the {@code CombinedHash} of all legs: {@code P_SHA1} of the token's key over label and digest. May be called once. */
    byte[] combinedHash(SharedSecret key) {
        byte[] hash = digest.digest();
        byte[] seed = Arrays.copyOf(LABEL, LABEL.length + hash.length);
        System.arraycopy(hash, 0, seed, LABEL.length, hash.length);
        return key.pSha1(seed, HASH_BYTES);
    }
}

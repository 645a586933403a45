// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that both sides know: the content of an encrypted key or of a security context. Keys for signing and encrypting are derived
 * from it and it is never used itself. Does not change until it is destroyed; {@code toString} shows nothing. Safe for use by several
 * threads.
 */
public final class SharedSecret {
    /** The label of a derived key token without a Label element: both sides' default, joined (WS-SecureConversation, February 2005, section 7). */
    public static final String DEFAULT_LABEL = "WS-SecureConversationWS-SecureConversation";

    private final byte[] octets;
    private boolean destroyed;

    private SharedSecret(byte[] octets) {
        this.octets = octets;
    }

    /** Wraps a copy of the octets. */
    public static SharedSecret of(byte[] octets) {
        return new SharedSecret(octets.clone());
    }

    /** Returns a new secret of that many bytes. */
    public static SharedSecret random(SecureRandom random, int bytes) {
        byte[] octets = new byte[bytes];
        random.nextBytes(octets);
        return new SharedSecret(octets);
    }

    /** Returns the size in bytes. */
    public int sizeBytes() {
        return octets.length;
    }

    /** Derives the key that a derived key token describes. */
    public byte[] derive(KeyDerivation derivation) {
        byte[] label = derivation.label().getBytes(StandardCharsets.UTF_8);
        byte[] nonce = derivation.nonce();
        byte[] seed = Arrays.copyOf(label, label.length + nonce.length);
        System.arraycopy(nonce, 0, seed, label.length, nonce.length);
        int end = derivation.offsetBytes() + derivation.lengthBytes();
        return Arrays.copyOfRange(pSha1(seed, end), derivation.offsetBytes(), end);
    }

    /** {@code P_SHA1} of RFC 2246, section 5, with this secret: the first {@code bytes} octets for the seed. */
    public byte[] pSha1(byte[] seed, int bytes) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA1");
            hmac.init(new SecretKeySpec(octets(), "HmacSHA1"));
            byte[] output = new byte[bytes];
            byte[] a = seed;
            for (int done = 0; done < bytes; done += hmac.getMacLength()) {
                a = hmac.doFinal(a);
                hmac.update(a);
                byte[] block = hmac.doFinal(seed);
                System.arraycopy(block, 0, output, done, Math.min(block.length, bytes - done));
            }
            return output;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HmacSHA1", impossible);
        }
    }

    /**
     * Returns a copy of the octets, for wrapping.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONTEXT_NOT_RECOGNIZED} once they are destroyed
     */
    public synchronized byte[] octets() {
        if (destroyed) {
            throw new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The security context ended while a message was under way (expected one that is alive): the port was closed, or the"
                            + " session cancelled. A call that waited for its answer may have been processed.");
        }
        return octets.clone();
    }

    /** Overwrites the octets; what was derived from them before is not affected. */
    public synchronized void destroy() {
        destroyed = true;
        Arrays.fill(octets, (byte) 0);
    }

    /**
     * Names the secret without telling it: half of its SHA-256. Equal secrets have equal fingerprints.
     *
     * @throws MessageSecurityException as {@link #octets()}
     */
    public Fingerprint fingerprint() {
        try {
            var digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(octets()));
            return new Fingerprint(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "SharedSecret[" + octets.length + " bytes]";
    }

    /** A name of a secret. It is comparable, so that a large map stays fast even if an attacker chooses the hash codes. */
    public record Fingerprint(long high, long low) implements Comparable<Fingerprint> {
        @Override
        public int compareTo(Fingerprint other) {
            int order = Long.compare(high, other.high);
            return order == 0 ? Long.compare(low, other.low) : order;
        }
    }
}

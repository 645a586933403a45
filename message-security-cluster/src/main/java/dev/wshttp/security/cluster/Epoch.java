// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The time during which a memory forgets nothing. It ends when the store is emptied, is started again, or is replaced by a replica that may lack the last
 * entries. All instances learn of the next one: what they ask under a former one is refused. Immutable; {@code toString} has no key.
 */
final class Epoch {
    /** What a script returns if the epoch of the memory is another one. */
    static final long OTHER = -100;

    static final int KEY_BYTES = 32;
    static final int ID_BYTES = 16;

    private static final String HMAC = "HmacSHA256";
    private static final int FINGERPRINT_BYTES = 16;

    private final byte[] id;
    private final Instant completeSince;
    private final SecretKey key;
    private final long replicas;
    private final Instant joinedAt;

    private Epoch(byte[] id, Instant completeSince, SecretKey key, long replicas, Instant joinedAt) {
        this.id = id;
        this.completeSince = completeSince;
        this.key = key;
        this.replicas = replicas;
        this.joinedAt = joinedAt;
    }

    /** Reads what {@link Script#JOIN} returns. */
    static Epoch of(List<?> joined) {
        return new Epoch(
                ((byte[]) joined.get(0)).clone(),
                Instant.ofEpochMilli(number(joined.get(1))),
                new SecretKeySpec((byte[]) joined.get(2), HMAC),
                number(joined.get(3)),
                Instant.ofEpochMilli(number(joined.get(4))));
    }

    private static long number(Object octets) {
        return Long.parseLong(new String((byte[]) octets, StandardCharsets.US_ASCII));
    }

    byte[] id() {
        return id.clone();
    }

    /** Returns how many replicas the store had at most since then. */
    long replicas() {
        return replicas;
    }

    /** Returns the store's time when this instance joined. */
    Instant joinedAt() {
        return joinedAt;
    }

    /** Returns when it began, by the store's clock: what was remembered before may be lost. */
    Instant completeSince() {
        return completeSince;
    }

    /**
     * Returns what stands for octets in the memory. Who reads it, or can write any octets into the memory, learns nothing and finds no two octets with one
     * fingerprint.
     */
    byte[] fingerprint(byte[] octets) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(octets), FINGERPRINT_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + HMAC, impossible);
        }
    }

    @Override
    public String toString() {
        return "complete since " + completeSince;
    }
}

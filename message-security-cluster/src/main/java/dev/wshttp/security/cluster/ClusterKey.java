// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that all instances have. It encrypts nothing itself: each sealed message has a key of its own, which is derived from it, so one key may seal any
 * number of messages. Immutable; {@code toString} shows the public id only.
 */
final class ClusterKey {
    static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";

    private final SecretKey key;
    private final int id;

    /** Copies the octets, of which there are {@link #BYTES}. */
    ClusterKey(byte[] octets) {
        if (octets.length != BYTES) {
            throw new IllegalArgumentException("The key has " + octets.length + " octets (expected " + BYTES + ")");
        }
        this.key = new SecretKeySpec(octets, HMAC);
        this.id = ByteBuffer.wrap(derive("id", new byte[0])).getInt();
    }

    /** Returns what tells keys apart in sealed messages. It says nothing of the key. */
    int id() {
        return id;
    }

    /** Returns 32 octets that belong to a purpose and a salt, and tell nothing about those of others. */
    byte[] derive(String purpose, byte[] salt) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update("wshttp cluster 1 ".getBytes(StandardCharsets.US_ASCII));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(salt);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + HMAC, impossible);
        }
    }

    @Override
    public String toString() {
        return String.format("%08x", id);
    }
}

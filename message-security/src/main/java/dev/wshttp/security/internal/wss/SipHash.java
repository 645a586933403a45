// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a fast hash of 64 bits with a secret key of 128 bits. A peer that does not know the key can neither
 * predict a hash nor choose octets whose hashes are equal. Does not change; {@code toString} shows nothing. Safe for use by several threads.
 */
final class SipHash {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD_BYTES = Long.BYTES;

    private final long key0;
    private final long key1;

    /** Creates the hash under a key, whose halves are read in the order of the paper. */
    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** Returns the hash under a new key. */
    static SipHash withNewKey(SecureRandom random) {
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /** Returns the hash of the octets. */
    long of(byte[] octets) {
        var state = new State(key0, key1);
        int end = octets.length - octets.length % WORD_BYTES;
        for (int at = 0; at < end; at += WORD_BYTES) {
            state.add((long) WORD.get(octets, at));
        }
        state.add(lastWord(octets, end));
        return state.finish();
    }

    /** The octets that fill no word, and the length in the highest byte. */
    private static long lastWord(byte[] octets, int from) {
        long word = (long) octets.length << 56;
        for (int at = from; at < octets.length; at++) {
            word |= (octets[at] & 0xFFL) << (Byte.SIZE * (at - from));
        }
        return word;
    }

    /** The four words of the paper, section 2. */
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void add(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long finish() {
            v2 ^= 0xFF;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}

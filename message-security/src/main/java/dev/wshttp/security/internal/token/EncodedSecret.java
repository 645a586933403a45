// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A secret in its RSA encoding, after the private operation. Takes the secret out, or another one in its place if the encoding is wrong, without branches
 * and indices that depend on what was decrypted: an attacker who could tell the two apart could decrypt.
 */
final class EncodedSecret {
    private static final int SHA1_BYTES = 20;
    private static final byte[] DIGEST_OF_NO_LABEL =
            HexFormat.of().parseHex("da39a3ee5e6b4b0d3255bfef95601890afd80709");

    private final byte[] encoded;
    private final byte[] rejection;
    private final int start;

    /**
     * @param encoded as long as the modulus; is overwritten
     * @param rejection the secret to return if the encoding is wrong; as long as the secret has to be
     */
    EncodedSecret(byte[] encoded, byte[] rejection) {
        this.encoded = encoded;
        this.rejection = rejection;
        this.start = encoded.length - rejection.length;
    }

    /** RFC 8017, section 7.2.2: {@code 00 02}, at least eight octets other than zero, {@code 00}, and the secret. */
    byte[] ofPkcs1() {
        int wrong = encoded[0] | (encoded[1] ^ 2) | encoded[start - 1];
        for (int i = 2; i < start - 1; i++) {
            wrong |= zeroMask(encoded[i]);
        }
        return chosen(wrong);
    }

    /**
     * RFC 8017, section 7.1.2, with SHA-1 and without a label: {@code 00}, a masked seed, and a masked block of the digest of the label, zeros,
     * {@code 01} and the secret.
     */
    byte[] ofOaep() throws GeneralSecurityException {
        int block = 1 + SHA1_BYTES;
        unmask(1, SHA1_BYTES, block, encoded.length - block);
        unmask(block, encoded.length - block, 1, SHA1_BYTES);
        int wrong = encoded[0] | (encoded[start - 1] ^ 1);
        for (int i = 0; i < SHA1_BYTES; i++) {
            wrong |= encoded[block + i] ^ DIGEST_OF_NO_LABEL[i];
        }
        for (int i = block + SHA1_BYTES; i < start - 1; i++) {
            wrong |= encoded[i];
        }
        return chosen(wrong);
    }

    /** RFC 8017, section B.2.1, with SHA-1: takes the mask off some octets, which is made from others. */
    private void unmask(int offset, int length, int seedOffset, int seedLength) throws GeneralSecurityException {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        var counter = ByteBuffer.allocate(Integer.BYTES);
        for (int done = 0; done < length; done += SHA1_BYTES) {
            sha1.update(encoded, seedOffset, seedLength);
            byte[] mask = sha1.digest(counter.putInt(0, done / SHA1_BYTES).array());
            for (int i = 0; i < Math.min(SHA1_BYTES, length - done); i++) {
                encoded[offset + done + i] ^= mask[i];
            }
        }
    }

    private byte[] chosen(int wrong) {
        int reject = ~zeroMask(wrong);
        byte[] secret = new byte[rejection.length];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) ((encoded[start + i] & ~reject) | (rejection[i] & reject));
        }
        return secret;
    }

    /** Returns all ones if the lowest octet is zero, otherwise all zeros, without a branch. */
    private static int zeroMask(int value) {
        return ((value & 0xFF) - 1) >> (Integer.SIZE - 1);
    }
}

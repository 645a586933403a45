// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedSecretTest {
    private static final int MODULUS_BYTES = 256;
    private static final int DIGEST_BYTES = 20;
    private static final int BLOCK = 1 + DIGEST_BYTES;
    private static final byte[] SECRET = filled(32, 9);
    private static final byte[] REJECTION = filled(32, 5);

    @Test
    void takesTheSecretOutOfWhatTheJdkEncrypted() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(MODULUS_BYTES * Byte.SIZE);
        KeyPair keys = generator.generateKeyPair();
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        var sha1 = new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
        oaep.init(Cipher.ENCRYPT_MODE, keys.getPublic(), sha1);
        Cipher raw = Cipher.getInstance("RSA/ECB/NoPadding");
        raw.init(Cipher.DECRYPT_MODE, keys.getPrivate());

        byte[] encoded = raw.doFinal(oaep.doFinal(SECRET));

        assertThat(new EncodedSecret(encoded, REJECTION).ofOaep()).isEqualTo(SECRET);
    }

    @Test
    void takesTheSecretOutOfItsOaepEncoding() throws Exception {
        assertThat(oaep(block())).isEqualTo(SECRET);
    }

    /** Each octet of the digest, of the zeros and of the separator, wrong by itself. */
    @ParameterizedTest
    @CsvSource({"0, 1", "19, -128", "20, 1", "100, -128", "201, 1", "202, 0", "202, 2", "202, -127"})
    void rejectsAnotherBlock(int position, byte wrong) throws Exception {
        byte[] block = block();
        block[position] = position < DIGEST_BYTES ? (byte) (block[position] ^ wrong) : wrong;

        assertThat(oaep(block)).isEqualTo(REJECTION);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 128})
    void rejectsAnotherFirstOctet(int first) throws Exception {
        byte[] encoded = masked(block());
        encoded[0] = (byte) first;

        assertThat(new EncodedSecret(encoded, REJECTION).ofOaep()).isEqualTo(REJECTION);
    }

    /** The separator one octet further to the left or to the right: a longer and a shorter secret. */
    @ParameterizedTest
    @ValueSource(ints = {201, 203})
    void rejectsASecretOfAnotherLength(int separator) throws Exception {
        byte[] block = block();
        block[202] = 0;
        block[separator] = 1;

        assertThat(oaep(block)).isEqualTo(REJECTION);
    }

    /** The digest of no label, zeros, the separator and the secret. */
    private static byte[] block() throws GeneralSecurityException {
        byte[] block = new byte[MODULUS_BYTES - BLOCK];
        System.arraycopy(MessageDigest.getInstance("SHA-1").digest(), 0, block, 0, DIGEST_BYTES);
        block[block.length - SECRET.length - 1] = 1;
        System.arraycopy(SECRET, 0, block, block.length - SECRET.length, SECRET.length);
        return block;
    }

    private static byte[] oaep(byte[] block) throws GeneralSecurityException {
        return new EncodedSecret(masked(block), REJECTION).ofOaep();
    }

    private static byte[] masked(byte[] block) throws GeneralSecurityException {
        byte[] seed = filled(DIGEST_BYTES, 77);
        byte[] maskedBlock = xor(block, mask(seed, block.length));
        byte[] maskedSeed = xor(seed, mask(maskedBlock, DIGEST_BYTES));
        return ByteBuffer.allocate(MODULUS_BYTES)
                .put((byte) 0)
                .put(maskedSeed)
                .put(maskedBlock)
                .array();
    }

    /** RFC 8017, section B.2.1. */
    private static byte[] mask(byte[] seed, int length) throws GeneralSecurityException {
        var mask = ByteBuffer.allocate(length + DIGEST_BYTES);
        for (int counter = 0; mask.position() < length; counter++) {
            var digested =
                    ByteBuffer.allocate(seed.length + Integer.BYTES).put(seed).putInt(counter);
            mask.put(MessageDigest.getInstance("SHA-1").digest(digested.array()));
        }
        return Arrays.copyOf(mask.array(), length);
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[one.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }

    private static byte[] filled(int length, int value) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) value);
        return octets;
    }
}

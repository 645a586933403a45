// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.instances.TokenSeal;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals with AES-256-GCM under a key that is derived anew for each message from the newest key of a {@link KeyFile}, a random salt and a purpose. So the
 * number of messages under one key of the file has no limit to watch, and what is sealed for one purpose never opens for another.
 *
 * <pre>
 * version (1) | id of the key (4) | salt (16) | nonce (12) | ciphertext | tag (16)
 * </pre>
 *
 * Everything before the ciphertext, and the binding of the caller, are authenticated. Safe for use by several threads.
 */
final class KeySeal implements TokenSeal {
    static final byte VERSION = 1;
    static final int SALT_BYTES = 16;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    static final int HEADER_BYTES = 1 + Integer.BYTES + SALT_BYTES + NONCE_BYTES;

    private static final String CIPHER = "AES/GCM/NoPadding";

    private final KeyFile keys;
    private final String purpose;
    private final SecureRandom random;

    KeySeal(KeyFile keys, String purpose, SecureRandom random) {
        this.keys = keys;
        this.purpose = purpose;
        this.random = random;
    }

    @Override
    public byte[] seal(byte[] state, byte[] binding) {
        ClusterKey key = keys.newest();
        var fresh = new byte[SALT_BYTES + NONCE_BYTES];
        random.nextBytes(fresh);
        byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                .put(VERSION)
                .putInt(key.id())
                .put(fresh)
                .array();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, header, binding);
            byte[] sealed = Arrays.copyOf(header, HEADER_BYTES + state.length + TAG_BYTES);
            cipher.doFinal(state, 0, state.length, sealed, HEADER_BYTES);
            return sealed;
        } catch (GeneralSecurityException impossible) {
            throw unsupported(impossible);
        }
    }

    @Override
    public Optional<byte[]> open(byte[] sealed, byte[] binding) {
        if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] != VERSION) {
            return Optional.empty();
        }
        byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
        Optional<ClusterKey> key = keys.find(ByteBuffer.wrap(header).getInt(1));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), header, binding);
            return Optional.of(cipher.doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES));
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw unsupported(impossible);
        }
    }

    @Override
    public long generation() {
        return keys.generation();
    }

    private Cipher cipher(int mode, ClusterKey key, byte[] header, byte[] binding) throws GeneralSecurityException {
        int salt = 1 + Integer.BYTES;
        byte[] derived = key.derive(purpose, Arrays.copyOfRange(header, salt, salt + SALT_BYTES));
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(
                mode,
                new SecretKeySpec(derived, "AES"),
                new GCMParameterSpec(TAG_BYTES * Byte.SIZE, header, salt + SALT_BYTES, NONCE_BYTES));
        Arrays.fill(derived, (byte) 0);
        // The header has one length, so no other header and binding give the same octets.
        cipher.updateAAD(header);
        cipher.updateAAD(binding);
        return cipher;
    }

    private static IllegalStateException unsupported(GeneralSecurityException cause) {
        return new IllegalStateException("Every JDK has " + CIPHER + " with keys of 256 bits", cause);
    }
}

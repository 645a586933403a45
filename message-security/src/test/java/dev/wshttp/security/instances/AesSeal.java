// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals under one key of AES-GCM, and counts what it opens. */
public final class AesSeal implements TokenSeal {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int HEAD_BYTES = 1 + NONCE_BYTES;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger generation = new AtomicInteger();
    private volatile SecretKeySpec key;
    private final AtomicInteger opened = new AtomicInteger();

    public AesSeal() {
        this.key = newKey();
    }

    private SecretKeySpec newKey() {
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        return new SecretKeySpec(octets, "AES");
    }

    @Override
    public byte[] seal(byte[] state, byte[] binding) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, binding).doFinal(state);
            return ByteBuffer.allocate(HEAD_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Optional<byte[]> open(byte[] sealed, byte[] binding) {
        if (sealed.length < HEAD_BYTES + TAG_BITS / Byte.SIZE || sealed[0] != VERSION) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOfRange(sealed, 1, HEAD_BYTES);
            byte[] state =
                    cipher(Cipher.DECRYPT_MODE, nonce, binding).doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
            opened.incrementAndGet();
            return Optional.of(state);
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public long generation() {
        return generation.get();
    }

    /** Takes the key away, and seals under another one. */
    public void replaceKey() {
        key = newKey();
        generation.incrementAndGet();
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] binding) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(binding);
        return cipher;
    }

    /** Returns how many cookies it opened. */
    public int opened() {
        return opened.get();
    }
}

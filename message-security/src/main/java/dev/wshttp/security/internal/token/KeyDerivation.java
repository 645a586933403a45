// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The parameters with which a key is derived from a secret: the content of a {@code wsc:DerivedKeyToken}. Not secret.
 *
 * @param label text that starts the seed
 * @param nonce octets that end the seed
 * @param offsetBytes where the key starts in the output
 * @param lengthBytes size of the key
 */
public record KeyDerivation(String label, byte[] nonce, int offsetBytes, int lengthBytes) {
    /** The length of a key whose token names none (WS-SecureConversation, February 2005, section 7). */
    public static final int DEFAULT_LENGTH_BYTES = 32;

    private static final int NONCE_BYTES = 16;

    public KeyDerivation {
        nonce = nonce.clone();
    }

    /** Returns a derivation with a new nonce, as WCF sends it. */
    public static KeyDerivation random(SecureRandom random, int lengthBytes) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return new KeyDerivation(SharedSecret.DEFAULT_LABEL, nonce, 0, lengthBytes);
    }

    @Override
    public byte[] nonce() {
        return nonce.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyDerivation that
                && label.equals(that.label)
                && Arrays.equals(nonce, that.nonce)
                && offsetBytes == that.offsetBytes
                && lengthBytes == that.lengthBytes;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(nonce) + lengthBytes;
    }
}

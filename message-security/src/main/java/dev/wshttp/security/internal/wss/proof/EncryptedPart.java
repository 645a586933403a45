// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.wss.proof.DerivedKeyReader.DerivedKeyToken;

/**
 * An encrypted part of a message before its decryption.
 *
 * @param place the {@code xenc:EncryptedData}
 * @param octets vector and ciphertext
 * @param key the derived key token that it names
 * @param blockBytes the size of the suite's blocks, and of the vector
 */
public record EncryptedPart(ReceivedElement place, byte[] octets, DerivedKeyToken key, int blockBytes) {
    public EncryptedPart {
        int blocks = octets.length / blockBytes;
        if (blocks < 2 || octets.length % blockBytes != 0) {
            throw new MessageSecurityException(
                    SecurityFault.DECRYPTION_FAILED,
                    "A part of the message has '" + octets.length
                            + "' encrypted bytes (expected a vector and whole blocks of " + blockBytes
                            + " bytes). The message was cut on its way.");
        }
    }

    /** Returns the size of the plaintext in bytes, padding included. */
    public int plaintextBytes() {
        return octets.length - blockBytes;
    }

    /** Returns the same part with other octets of the same size, for a message whose own octets must not be decrypted. */
    EncryptedPart blank() {
        byte[] blank = new byte[octets.length];
        for (int i = 0; i < blank.length; i++) {
            // No two blocks are equal, so what comes out is as random as under another key.
            blank[i] = (byte) ((i / blockBytes) >> (Byte.SIZE * (i % Integer.BYTES)));
        }
        return new EncryptedPart(place, blank, key, blockBytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Computes the name by which a reply refers to the encrypted key of its request (WS-Security 1.1, section 7.7). */
final class EncryptedKeySha1 {
    private EncryptedKeySha1() {}

    static String of(byte[] encryptedKey) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(encryptedKey));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-1", impossible);
        }
    }
}

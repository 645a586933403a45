// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.token.SharedSecret;
import java.util.List;

/**
 * A message ready to be sent, and what its reply will be held against.
 *
 * @param octets the envelope in UTF-8; not copied
 * @param key the secret that protects the message, under the name that its reply will use
 * @param signatureValues base64 of each signature value, primary first
 */
public record ProtectedMessage(byte[] octets, RequestKey key, List<String> signatureValues) {
    public ProtectedMessage {
        signatureValues = List.copyOf(signatureValues);
    }

    /**
     * The secret of one request, which also protects its reply.
     *
     * @param secret the secret itself
     * @param encryptedKeySha1 base64 of the SHA-1 of the encrypted secret, by which the reply refers to it
     */
    public record RequestKey(SharedSecret secret, String encryptedKeySha1) {}
}

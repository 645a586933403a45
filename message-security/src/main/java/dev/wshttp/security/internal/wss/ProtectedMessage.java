// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import java.util.List;

/**
 * A message ready to be sent, and what its reply will be held against.
 *
 * @param octets the envelope in UTF-8; not copied
 * @param key the secret that protects the message, under the name that its reply will use
 * @param signatureValues base64 of each signature value, primary first
 */
public record ProtectedMessage(byte[] octets, MessageKey key, List<String> signatureValues) {
    public ProtectedMessage {
        signatureValues = List.copyOf(signatureValues);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.xml.XmlContent;
import java.util.List;

/**
 * A message ready to be sent, and what its reply has to match.
 *
 * @param octets the envelope in UTF-8; not copied
 * @param key the secret that protects the message, under the name that its reply will use
 * @param signatureValues base64 of each signature value, primary first
 * @param signatures whether the signatures are encrypted
 * @param body the content of the body in clear, which can be written again
 */
public record ProtectedMessage(
        byte[] octets, MessageKey key, List<String> signatureValues, Confidentiality signatures, XmlContent body) {
    public ProtectedMessage {
        signatureValues = List.copyOf(signatureValues);
    }
}

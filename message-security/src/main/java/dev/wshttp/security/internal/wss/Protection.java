// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.wss.ProtectedMessage.RequestKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How a message is to be protected. Body and addressing headers are always signed, body and signatures always encrypted.
 *
 * @param token where the key comes from
 * @param endorsing whose certificate endorses the primary signature
 * @param confirmations signature values of the request to confirm, in its order
 */
public record Protection(Token token, Optional<X509Credential> endorsing, List<String> confirmations) {
    public Protection {
        confirmations = List.copyOf(confirmations);
    }

    /** Where the key of a message comes from. */
    public sealed interface Token {}

    /** A new secret for this message, encrypted for a certificate and carried along. */
    public record NewEncryptedKey(X509Certificate recipient) implements Token {}

    /** The secret that the request carried. */
    public record KeyOfRequest(RequestKey key) implements Token {}
}

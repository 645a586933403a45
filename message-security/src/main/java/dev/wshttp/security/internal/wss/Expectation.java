// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.wss.ProtectedMessage.RequestKey;
import java.util.List;

/**
 * What a received message has to prove, beyond what every message has to.
 *
 * @param token which key has to protect it
 * @param endorsement whether a certificate has to endorse the primary signature
 * @param confirmations the signature values that it has to confirm, all of them and no others
 */
public record Expectation(Token token, Endorsement endorsement, List<String> confirmations) {
    public Expectation {
        confirmations = List.copyOf(confirmations);
    }

    /** Which key has to protect a message. */
    public sealed interface Token {}

    /** A secret encrypted for this certificate. */
    public record EncryptedKeyFor(X509Credential recipient) implements Token {}

    /** The secret that this side sent with its request. */
    public record KeyOfRequest(RequestKey key) implements Token {}

    /** Whether the sender's certificate has to endorse the primary signature (WS-SecurityPolicy 1.1, section 8.3). */
    public enum Endorsement {
        REQUIRED,
        FORBIDDEN
    }
}

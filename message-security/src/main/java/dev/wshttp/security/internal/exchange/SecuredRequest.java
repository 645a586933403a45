// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A verified request with all that its answer needs.
 *
 * @param sender whose certificate stands behind it: by its own signature, or by the handshake or the message that made its key
 * @param answer makes the answer to a message that is about the session and not for the application; it may throw
 *     {@link dev.wshttp.security.MessageSecurityException}, and the fault is then secured like the answer
 * @param protector secures the answer
 */
public record SecuredRequest(
        VerifiedMessage message,
        X509Certificate sender,
        Optional<Supplier<OutgoingMessage>> answer,
        Protector protector) {
    /** Secures the answer to one request. */
    public interface Protector {
        /** Secures the reply, or the fault that takes its place. */
        ProtectedMessage protect(OutgoingMessage reply);
    }
}

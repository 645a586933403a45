// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The facts that the cryptography of one message proves. {@link MessageVerifier} also checks that the certificate is trusted and that the message
 * was not received before.
 *
 * @param addressing the addressing headers, all of them signed
 * @param key the secret that protects the message
 * @param endorser the certificate whose key endorsed the message
 * @param endorsingContext the context whose key endorsed the message, in order to be renewed
 * @param signatureValues base64 of each signature value, primary first
 * @param signatures whether the signatures were encrypted
 * @param envelope what the message says
 * @param unreadable why this side cannot read what the authentic sender wrote, for example a character that XML does not have; if present, the
 *     envelope must not be used
 */
public record MessageProof(
        Addressing addressing,
        MessageKey key,
        Optional<X509Certificate> endorser,
        Optional<SecurityContextToken> endorsingContext,
        List<String> signatureValues,
        Confidentiality signatures,
        VerifiedEnvelope envelope,
        Optional<MessageSecurityException> unreadable) {
    public MessageProof {
        signatureValues = List.copyOf(signatureValues);
    }
}

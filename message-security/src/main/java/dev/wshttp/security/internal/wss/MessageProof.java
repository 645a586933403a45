// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.token.SecurityContextToken;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What the cryptography of one message proves. Whether the certificate is trusted and whether the message came before is not in it: see
 * {@link MessageVerifier}.
 *
 * @param addressing the addressing headers, all of them signed
 * @param key the secret that protects the message
 * @param endorser the certificate whose key endorsed the message
 * @param endorsingContext the context whose key endorsed the message, in order to be renewed
 * @param signatureValues base64 of each signature value, primary first
 * @param envelope what the message says
 */
public record MessageProof(
        Addressing addressing,
        MessageKey key,
        Optional<X509Certificate> endorser,
        Optional<SecurityContextToken> endorsingContext,
        List<String> signatureValues,
        VerifiedEnvelope envelope) {
    public MessageProof {
        signatureValues = List.copyOf(signatureValues);
    }
}

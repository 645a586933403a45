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
 * A message that passed every rule. Only {@link MessageVerifier} creates one, so its users do not check the message again.
 */
public final class VerifiedMessage {
    private final MessageProof proof;

    VerifiedMessage(MessageProof proof) {
        this.proof = proof;
    }

    /** Returns the addressing headers, all of them signed. */
    public Addressing addressing() {
        return proof.addressing();
    }

    /** Returns the secret that protects the message and will protect the reply to it. */
    public MessageKey key() {
        return proof.key();
    }

    /** Returns the trusted certificate of the sender, if the message had to be endorsed by one. */
    public Optional<X509Certificate> sender() {
        return proof.endorser();
    }

    /** Returns the context whose key endorsed the message too, if one had to. */
    public Optional<SecurityContextToken> endorsingContext() {
        return proof.endorsingContext();
    }

    /** Returns base64 of each signature value, primary first, for the reply to confirm. */
    public List<String> signatureValues() {
        return proof.signatureValues();
    }

    /** Returns whether the signatures were encrypted, and so have their confirmations to be. */
    public Confidentiality signatures() {
        return proof.signatures();
    }

    /**
     * Returns what the message says.
     *
     * @throws MessageSecurityException if its authentic sender wrote something that this side does not read; the answer to it can still be secured
     */
    public VerifiedEnvelope envelope() {
        proof.unreadable().ifPresent(reason -> {
            throw reason;
        });
        return proof.envelope();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import java.util.Optional;

/**
 * Everything that a received message has to pass: the engine's proof, then trust in the sender's certificate, then that it did not come
 * before. Safe for use by several threads.
 */
public final class MessageVerifier {
    private final SecurityEngine engine;
    private final Optional<CertificateValidator> senders;
    private final ReplayGuard replayGuard;

    /** @param senders judges the certificates that endorse messages; empty on a side that expects none */
    public MessageVerifier(SecurityEngine engine, Optional<CertificateValidator> senders, ReplayGuard replayGuard) {
        this.engine = engine;
        this.senders = senders;
        this.replayGuard = replayGuard;
    }

    /**
     * Verifies one message completely.
     *
     * @throws MessageSecurityException with the first rule that the message breaks
     */
    public VerifiedMessage verify(ReceivedMessage message, Expectation expectation) {
        MessageProof proof = engine.verify(message, expectation);
        proof.endorser()
                .ifPresent(certificate -> senders.orElseThrow(
                                () -> new IllegalStateException("A side that expects endorsed messages needs a trust"))
                        .require(certificate));
        // Last, so that only messages of trusted senders take room in the memory.
        replayGuard.require(proof.signatureValues().get(0));
        return new VerifiedMessage(proof);
    }
}

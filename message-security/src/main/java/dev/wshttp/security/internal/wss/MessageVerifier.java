// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.X509CertificateValidator;
import java.util.Optional;

/**
 * Everything that a received message has to pass: the engine's proof, then trust in the sender's certificate, then that it did not come
 * before. Safe for use by several threads.
 */
public final class MessageVerifier {
    private final SecurityEngine engine;
    private final Optional<X509CertificateValidator> senders;
    private final ReplayGuard replayGuard;
    private final RefusedKeys refusedKeys = new RefusedKeys();

    /** @param senders judges the certificates that endorse messages; empty on a side that expects none */
    public MessageVerifier(SecurityEngine engine, Optional<X509CertificateValidator> senders, ReplayGuard replayGuard) {
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
        Optional<String> key = message.encryptedKeySha1();
        key.ifPresent(refusedKeys::require);
        try {
            return verified(engine.verify(message, expectation));
        } catch (MessageSecurityException refused) {
            key.ifPresent(refusedKeys::add);
            throw refused;
        }
    }

    private VerifiedMessage verified(MessageProof proof) {
        proof.endorser()
                .ifPresent(certificate -> senders.orElseThrow(
                                () -> new IllegalStateException("A side that expects endorsed messages needs a trust"))
                        .require(certificate));
        // Last, so that only messages of trusted senders take room in the memory.
        replayGuard.require(proof.signatureValues().get(0));
        return new VerifiedMessage(proof);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.instances.SharedMemory;
import java.util.Optional;

/**
 * Verifies received messages: runs the steps of the engine's proof, and between them checks the trust in the sender's certificate, asks the guard
 * against oracles, and checks that the message was not received before. Cheap checks of public data come before those that use a key, and a
 * message that is old or repeated is refused before its body is processed. Safe for use by several threads.
 */
public final class MessageVerifier {
    private final Optional<X509CertificateValidator> senders;
    private final ReplayGuard replayGuard;
    private final Optional<SharedAdmission> admission;
    private final Optional<RefusalGuard> refusals;

    private MessageVerifier(
            Optional<X509CertificateValidator> senders,
            ReplayGuard replayGuard,
            Optional<SharedAdmission> admission,
            Optional<RefusalGuard> refusals) {
        this.senders = senders;
        this.replayGuard = replayGuard;
        this.admission = admission;
        this.refusals = refusals;
    }

    /** Returns the verifier of a client, which answers no attacker and expects no endorsed messages. */
    public static MessageVerifier ofClient(ReplayGuard replayGuard) {
        return new MessageVerifier(Optional.empty(), replayGuard, Optional.empty(), Optional.empty());
    }

    /**
     * Returns the verifier of a service.
     *
     * @param senders judges the certificates that endorse messages
     */
    public static MessageVerifier ofService(X509CertificateValidator senders, ReplayGuard replayGuard) {
        return ofInstance(senders, replayGuard, Optional.empty());
    }

    /**
     * Returns the verifier of one of several instances of a service.
     *
     * @param senders judges the certificates that endorse messages
     * @param memory what all instances remember together; empty if each remembers for itself
     */
    public static MessageVerifier ofInstance(
            X509CertificateValidator senders, ReplayGuard replayGuard, Optional<SharedMemory> memory) {
        return new MessageVerifier(
                Optional.of(senders),
                replayGuard,
                memory.map(shared -> new SharedAdmission(shared, replayGuard.window())),
                Optional.of(new RefusalGuard(memory)));
    }

    /**
     * Verifies one message completely.
     *
     * @throws MessageSecurityException with the first rule that the message breaks
     * @throws DelayedRefusal if the answer must not come at once
     */
    public VerifiedMessage verify(ReceivedMessage message, Expectation expectation) {
        Verification verification = message.verification(expectation);
        // Before any key is used: a certificate that is not trusted costs its owner more than this service.
        verification.claimedEndorser().ifPresent(certificate -> senders().requireTrusted(certificate));
        MessageKey key = verification.unlock();
        return refusals.isPresent() ? guarded(verification, key, refusals.get()) : verified(verification);
    }

    private VerifiedMessage guarded(Verification verification, MessageKey key, RefusalGuard guard) {
        if (key instanceof MessageKey.Encrypted) {
            guard.requireUnspent(key.secret());
        }
        try {
            return verified(verification);
        } catch (MessageSecurityException refused) {
            // The shared memory is asked about a message that is proved, once for each: its failure tells nothing of
            // the message.
            throw refused.fault() == SecurityFault.SHARED_MEMORY_UNAVAILABLE
                    ? refused
                    : guard.refused(key.secret(), refused);
        } catch (RuntimeException | StackOverflowError unforeseen) {
            // An unforeseen failure on an attacker's octets tells as much as any other refusal.
            throw guard.refused(
                    key.secret(),
                    new MessageSecurityException(
                            SecurityFault.INTERNAL_ERROR, "The verification failed in an unforeseen way.", unforeseen));
        }
    }

    private VerifiedMessage verified(Verification verification) {
        String signature = verification.authenticate();
        replayGuard.requireUnseen(signature);
        MessageProof proof = verification.prove();
        proof.endorser().ifPresent(certificate -> senders().require(certificate));
        // Last, so that only messages of trusted senders take room in the memory.
        replayGuard.require(signature);
        // After this instance's own memory, so that one message asks the shared one once.
        admission.ifPresent(shared -> verification.requireCreatedSince(shared.require(signature, proof.key())));
        // A copy that was just fresh enough when it came may find that the memory has forgotten the first one
        // meanwhile.
        verification.requireFresh();
        return new VerifiedMessage(proof);
    }

    private X509CertificateValidator senders() {
        return senders.orElseThrow(
                () -> new IllegalStateException("A side that expects endorsed messages needs a trust"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;

/**
 * The service's half of direct mode. The client proves itself with a signature of its certificate's key over the whole message. Safe for
 * use by several threads.
 */
public final class DirectService {
    private final SecurityEngine engine;
    private final MessageVerifier verifier;
    private final Expectation expectation;

    public DirectService(SecurityEngine engine, MessageVerifier verifier, ServiceCredentials credentials) {
        this.engine = engine;
        this.verifier = verifier;
        this.expectation = Expectation.request(credentials.serviceCertificate());
    }

    /**
     * Verifies a request.
     *
     * @throws MessageSecurityException with the first rule that the request breaks
     */
    public VerifiedMessage verify(ReceivedMessage request) {
        return verifier.verify(request, expectation);
    }

    /** Protects the reply to a request, or the fault that takes its place, and confirms the request's signatures. */
    public ProtectedMessage protect(OutgoingMessage reply, VerifiedMessage request) {
        return engine.protect(reply, Protection.reply((MessageKey.Encrypted) request.key(), request.signatureValues()));
    }
}

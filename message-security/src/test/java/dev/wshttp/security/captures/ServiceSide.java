// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;

/** A service without a transport and without sessions. */
public record ServiceSide(SecurityEngine engine, ServiceProtocol protocol, MessageVerifier verifier) {
    /** Verifies a request. */
    public VerifiedMessage verify(ReceivedMessage request) {
        return verifier.verify(request, protocol.expectation(request));
    }

    /** Protects the reply to a request. */
    public ProtectedMessage protect(OutgoingMessage reply, VerifiedMessage request) {
        return engine.protect(reply, protocol.protection(request));
    }
}

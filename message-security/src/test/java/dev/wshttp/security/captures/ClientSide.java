// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;

/** A client without a transport, in whatever mode its protocol has. */
public record ClientSide(SecurityEngine engine, ClientProtocol protocol, MessageVerifier verifier) {
    /** Protects a request to a service that need not be asked before. */
    public ProtectedMessage protect(OutgoingMessage request, EndpointIdentity identity) {
        return protect(request, new Silent(identity));
    }

    /** Protects a request. */
    public ProtectedMessage protect(OutgoingMessage request, Peer peer) {
        return engine.protect(request, protocol.protection(peer));
    }

    /** Protects a request for a new key of a context, which the present key endorses too. */
    public ProtectedMessage protectRenewal(OutgoingMessage request, Peer peer, SecurityContextKey present) {
        return engine.protect(request, protocol.protection(peer).endorsedBy(present));
    }

    /** Verifies the reply to a request. */
    public VerifiedMessage verify(ReceivedMessage reply, ProtectedMessage request) {
        return verifier.verify(reply, protocol.expectation(request));
    }

    /** Ends what is open. */
    public void close(Peer peer) {
        protocol.close(peer);
    }

    private record Silent(EndpointIdentity identity) implements Peer {
        @Override
        public String address() {
            return "";
        }

        @Override
        public ReceivedMessage exchange(byte[] envelope) {
            throw new IllegalStateException("no service is asked in this test");
        }
    }
}

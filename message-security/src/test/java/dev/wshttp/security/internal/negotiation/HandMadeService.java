// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.security.cert.X509Certificate;

/** A service whose legs are made by hand; all else is answered by the service of a conversation. */
final class HandMadeService implements Peer {
    private final Conversation wire;
    private final X509Certificate caller;
    private final HandMadeLegs legs;

    /** @param caller whom the token is for; a client that is asked for no certificate shows none */
    HandMadeService(Conversation wire, X509Certificate caller, HandMadeLegs legs) {
        this.wire = wire;
        this.caller = caller;
        this.legs = legs;
    }

    int legs() {
        return legs.legs();
    }

    @Override
    public String address() {
        return wire.address();
    }

    @Override
    public EndpointIdentity identity() {
        return wire.identity();
    }

    @Override
    public ReceivedMessage exchange(byte[] envelope) {
        ReceivedMessage message = wire.read(envelope);
        if (!NegotiationService.isLeg(message)) {
            return wire.exchange(envelope);
        }
        byte[] answer = legs.answer(message);
        legs.issued()
                .ifPresent(key -> wire.negotiation().keys().add(new NegotiatedKeys.Entry(key, caller, legs.expires())));
        return wire.read(answer);
    }
}

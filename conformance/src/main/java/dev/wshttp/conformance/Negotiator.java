// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.forgery.WireAnswer;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.negotiation.HandMadeClient;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** Negotiates with the service: TLS inside SOAP messages, by the book or with one change. */
final class Negotiator {
    private static final SharedSecret NO_SECRET = SharedSecret.of(new byte[0]);

    private final Target target;
    private final HttpWire wire;

    Negotiator(Target target, HttpWire wire) {
        this.target = target;
        this.wire = wire;
    }

    /**
     * Negotiates with a change, and makes a call with what came of it.
     *
     * @param call what a message under the negotiated token gets
     */
    Outcome probe(Case tried, Function<Protection, WireAnswer> call) {
        HandMadeClient.Outcome negotiated = negotiate(client().change(tried.deviation(), target.bad()));
        return negotiated
                .protection()
                .map(protection -> Outcome.ofCall(
                        call.apply(protection), target.operation().expected()))
                .orElseGet(() -> refused(negotiated));
    }

    /** Negotiates as an attacker who has the certificate of the client and not its key. */
    Outcome withoutTheKey() {
        HandMadeClient.Outcome negotiated = negotiate(client().withoutTheKey());
        return negotiated.isAccepted() ? Outcome.accepted() : refused(negotiated);
    }

    /**
     * Returns the protection of messages under a token of a negotiation by the book.
     *
     * @throws ServiceProbe.GenuineRefused if the service refuses it
     */
    Protection negotiated() {
        HandMadeClient.Outcome negotiated = negotiate(client());
        return negotiated
                .protection()
                .orElseThrow(() -> new ServiceProbe.GenuineRefused("the negotiation", refused(negotiated)));
    }

    private HandMadeClient.Outcome negotiate(HandMadeClient client) {
        try {
            return client.negotiate(new HttpPeer());
        } catch (MessageSecurityException | NoSuchElementException unreadable) {
            String why = "an answer that is no leg of a negotiation: " + unreadable.getMessage();
            return new HandMadeClient.Outcome(1, why, Optional.empty(), List.of());
        }
    }

    private HandMadeClient client() {
        return new HandMadeClient(target.good(), target.suite().secretBytes() * Byte.SIZE);
    }

    private static Outcome refused(HandMadeClient.Outcome negotiated) {
        return Outcome.refused("leg " + negotiated.legs() + ": " + negotiated.fault());
    }

    /** The service, as a negotiation needs it. */
    private final class HttpPeer implements Peer {
        @Override
        public String address() {
            return target.to();
        }

        @Override
        public EndpointIdentity identity() {
            return EndpointIdentity.dns("localhost");
        }

        @Override
        public ReceivedMessage exchange(byte[] envelope) {
            return target.engine().read(wire.post(envelope, NO_SECRET).octets(), UTF_8);
        }
    }
}

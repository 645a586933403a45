// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.LegRelay;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.xml.XmlElement;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Hands legs over to the instance that began their negotiation, whose TLS engine cannot move. A leg goes with its addressing and the content of its body,
 * and nothing else of the message. Safe for use by several threads.
 */
final class RelayedLegs {
    // A negotiation has two legs or three after the first one; each of them may reach another instance.
    private static final int LEGS = 4;

    private final LegRelay relay;
    private final String endpoint;
    private final NegotiationSettings settings;
    private final HandshakeRate rate;

    RelayedLegs(LegRelay relay, SecurityEnvironment environment) {
        this.relay = relay;
        this.endpoint = endpoint(environment);
        this.settings = environment.binding().negotiationSettings();
        this.rate = new HandshakeRate(forLegs(settings), environment.clock(), environment.random());
    }

    /** Returns the name under which an endpoint gets legs: endpoints of one path in two modes have two. */
    static String endpoint(SecurityEnvironment environment) {
        return environment.instances().endpoint()
                + (environment.binding().establishSecurityContext() ? " with sessions" : " without sessions");
    }

    private static NegotiationSettings forLegs(NegotiationSettings settings) {
        return NegotiationSettings.builder()
                .maxPerSecond(ofLegs(settings.maxPerSecond()))
                .maxPerSecondPerAddress(ofLegs(settings.maxPerSecondPerAddress()))
                .build();
    }

    private static int ofLegs(int negotiations) {
        return (int) Math.min(Integer.MAX_VALUE, (long) negotiations * LEGS);
    }

    /**
     * Tells the other instances that a negotiation began here.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID} if another one has a negotiation of this name, or
     *     {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE}
     */
    void begun(String context) {
        if (!relay.begun(endpoint, context, settings.timeout())) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "A first leg uses the Context of a negotiation that is under way at an instance of this service (expected a new one). A message"
                            + " was sent twice, or two clients chose the same Context.");
        }
    }

    /**
     * Hands a leg over.
     *
     * @param origin the address that it comes from, if the transport tells
     * @return empty if no other instance has the negotiation
     * @throws MessageSecurityException with {@link SecurityFault#TOO_MANY_NEGOTIATIONS} or {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE}
     */
    Optional<RelayedAnswer> handOver(Addressing addressing, XmlElement content, Optional<InetAddress> origin) {
        // A leg costs its sender nothing, so this instance must not let it cost the others more than a negotiation.
        rate.require(origin);
        byte[] leg = UnsecuredEnvelope.write(new OutgoingMessage(addressing, List.of(), content));
        return relay.handOver(endpoint, NegotiationResponse.read(content).context(), leg)
                .flatMap(RelayedAnswer::decode);
    }
}

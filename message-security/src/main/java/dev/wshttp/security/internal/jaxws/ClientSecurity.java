// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.pipe.Tube;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.conversation.SessionClient;
import dev.wshttp.security.internal.direct.DirectClient;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.negotiation.NegotiationClient;
import dev.wshttp.security.internal.negotiation.SharedNegotiationClient;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.dom.Wss4jEngine;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one client port, put together once.
 *
 * @param protocol which keys the mode of the binding uses; shared by all calls of the port
 * @param verifier what every reply has to pass
 * @param identity the expected service, if one was named
 * @param logicalAddress what {@code wsa:To} says; empty for the address that the request is sent to
 * @param lastPeer whom the last call was for; a port has no other way to reach the service when it is closed
 */
record ClientSecurity(
        SecurityEngine engine,
        ClientProtocol protocol,
        MessageVerifier verifier,
        Optional<EndpointIdentity> identity,
        Optional<URI> logicalAddress,
        AtomicReference<@Nullable TransportPeer> lastPeer) {
    static ClientSecurity of(MessageSecurityFeature feature) {
        if (!(feature.side() instanceof MessageSecurityFeature.Client client)) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "A client port was given the feature of a service (expected MessageSecurityFeature.forClient).");
        }
        var freshness = new Freshness(feature.clock(), feature.binding().maxClockSkew());
        var binding = feature.binding();
        var random = new SecureRandom();
        var engine = new Wss4jEngine(binding, freshness, random);
        var guard = new ReplayGuard(feature.clock(), freshness.replayWindow(), binding.replayCacheSize());
        var verifier = MessageVerifier.ofClient(engine, guard);
        return new ClientSecurity(
                engine,
                protocol(feature, client.credentials(), engine, verifier, random),
                verifier,
                client.identity(),
                feature.address(),
                new AtomicReference<>());
    }

    /** The four modes: direct or negotiated, and a session over it or not. */
    private static ClientProtocol protocol(
            MessageSecurityFeature feature,
            ClientCredentials credentials,
            SecurityEngine engine,
            MessageVerifier verifier,
            SecureRandom random) {
        WsHttpBinding binding = feature.binding();
        Clock clock = feature.clock();
        var services =
                new X509CertificateValidator(credentials.serviceTrust(), X509CertificateValidator.Role.SERVICE, clock);
        if (!binding.negotiateServiceCredential()) {
            var direct = new DirectClient(credentials, services);
            return binding.establishSecurityContext()
                    ? new SessionClient(engine, direct, verifier, services, binding, clock, random)
                    : direct;
        }
        var negotiation = new NegotiationClient(engine, credentials, services, binding, clock, random);
        return binding.establishSecurityContext()
                ? new SessionClient(engine, negotiation, verifier, services, binding, clock, random)
                : new SharedNegotiationClient(negotiation, services, clock);
    }

    /** Starts a call. */
    ClientCall newCall(String action, Message message, TransportPeer peer) {
        lastPeer.set(peer);
        return new ClientCall(this, action, message, peer);
    }

    /** Ends what is open with the service, over a tube that no call uses. */
    void close(Tube transport) {
        TransportPeer peer = lastPeer.getAndSet(null);
        if (peer != null) {
            protocol.close(peer.over(transport));
        }
    }

    /** Whom a request is for. WCF: without an identity, the host name in the address that it is sent to. */
    EndpointIdentity identityAt(URI transportAddress) {
        return identity.orElseGet(() -> EndpointIdentity.dns(host(transportAddress)));
    }

    private static String host(URI address) {
        if (address.getHost() == null) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The address '" + address
                            + "' has no host name to expect in the service's certificate (expected one, or an identity)."
                            + " Set identity.dns, or give MessageSecurityFeature.forClient an EndpointIdentity.");
        }
        return address.getHost();
    }
}

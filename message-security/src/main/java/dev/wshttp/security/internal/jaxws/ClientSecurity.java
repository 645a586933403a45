// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.pipe.Tube;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.conversation.SessionClient;
import dev.wshttp.security.internal.direct.DirectClient;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.negotiation.NegotiationClient;
import dev.wshttp.security.internal.negotiation.SharedNegotiationClient;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one client port, put together once.
 *
 * @param binding the settings
 * @param protocol chooses the keys in the mode of the binding; shared by all calls of the port
 * @param verifier verifies every reply
 * @param requirements the levels of the messages of the contract
 * @param wire hears what is sent and received
 * @param lastPeer the service of the last call; a port has no other way to reach the service when it is closed
 */
record ClientSecurity(
        WsHttpBinding binding,
        SecurityEngine engine,
        ClientProtocol protocol,
        MessageVerifier verifier,
        ClientAddress address,
        ProtectionRequirements requirements,
        WireObserver wire,
        AtomicReference<@Nullable TransportPeer> lastPeer) {
    static ClientSecurity of(MessageSecurityFeature feature, ProtectionRequirements requirements) {
        if (!(feature.side() instanceof MessageSecurityFeature.Client client)) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "A client port was given the feature of a service (expected MessageSecurityFeature.forClient).");
        }
        var binding = feature.binding();
        var clock = feature.clock();
        var freshness = new Freshness(clock, binding.maxClockSkew());
        var random = new SecureRandom();
        var engine = KeyTellingEngine.around(
                Engines.of(feature.engine(), binding, freshness, random), feature.dangerousKeyListeners());
        var guard = new ReplayGuard(clock, random, freshness.replayWindow(), binding.replayCacheSize());
        var verifier = MessageVerifier.ofClient(guard);
        var environment = new SecurityEnvironment(engine, binding, clock, random, requirements);
        return new ClientSecurity(
                binding,
                engine,
                protocol(environment, client.credentials(), feature.certificates(), verifier),
                verifier,
                new ClientAddress(feature.address(), client.identity(), clock),
                requirements,
                new WireObserver(feature.wireListeners(), clock),
                new AtomicReference<>());
    }

    /** Puts the four modes together: direct or negotiated, with or without a session over it. */
    private static ClientProtocol protocol(
            SecurityEnvironment environment,
            ClientCredentials credentials,
            X509CertificateValidator services,
            MessageVerifier verifier) {
        var binding = environment.binding();
        if (!binding.negotiateServiceCredential()) {
            var direct = new DirectClient(credentials, services, environment.clock());
            return binding.establishSecurityContext()
                    ? new SessionClient(environment, direct, verifier, services)
                    : direct;
        }
        var negotiation = new NegotiationClient(environment, credentials, services);
        return binding.establishSecurityContext()
                ? new SessionClient(environment, negotiation, verifier, services)
                : new SharedNegotiationClient(negotiation, services, environment.clock());
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
}

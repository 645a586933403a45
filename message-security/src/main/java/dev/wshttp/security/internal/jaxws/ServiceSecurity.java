// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.conversation.SessionRequest;
import dev.wshttp.security.internal.conversation.SessionService;
import dev.wshttp.security.internal.direct.DirectService;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.negotiation.HandshakeRate;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.token.KeyTransport;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The parts of one service endpoint, put together once.
 *
 * @param verifier verifies every request
 * @param negotiation present if the binding negotiates
 * @param protocol protects messages outside sessions
 * @param sessions present if the binding has sessions
 * @param openings bounds the requests for sessions that bring a key of their own; present if the binding has sessions and does not negotiate
 * @param requirements the levels of the messages of the contract
 */
record ServiceSecurity(
        SecurityEngine engine,
        MessageVerifier verifier,
        Optional<NegotiationService> negotiation,
        ServiceProtocol protocol,
        Optional<SessionService> sessions,
        Optional<HandshakeRate> openings,
        OperationActions actions,
        ServiceAddress address,
        ProtectionRequirements requirements) {
    static ServiceSecurity of(
            MessageSecurityFeature feature, ProtectionRequirements requirements, OperationActions actions) {
        if (!(feature.side() instanceof MessageSecurityFeature.Service service)) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "An endpoint was given the feature of a client (expected MessageSecurityFeature.forService).");
        }
        var binding = feature.binding();
        var clock = feature.clock();
        var anytime = new Freshness(clock, binding.maxClockSkew());
        var freshness = binding.refuseCreatedBeforeStart() ? anytime.fromNowOn() : anytime;
        var random = new SecureRandom();
        var engine = Engines.of(feature.engine(), binding, freshness, random);
        var guard = new ReplayGuard(clock, random, freshness.replayWindow(), binding.replayCacheSize());
        return inModeOfBinding(
                new SecurityEnvironment(engine, binding, clock, random, requirements),
                service.credentials(),
                feature.certificates(),
                MessageVerifier.ofService(feature.certificates(), guard),
                actions,
                ServiceAddress.of(feature));
    }

    /** Puts the four modes together: direct or negotiated, with or without sessions over it. */
    private static ServiceSecurity inModeOfBinding(
            SecurityEnvironment environment,
            ServiceCredentials credentials,
            X509CertificateValidator clients,
            MessageVerifier verifier,
            OperationActions actions,
            ServiceAddress address) {
        var binding = environment.binding();
        Optional<NegotiationService> negotiation = binding.negotiateServiceCredential()
                ? Optional.of(new NegotiationService(environment, credentials, clients))
                : Optional.empty();
        ServiceProtocol protocol = negotiation
                .<ServiceProtocol>map(negotiated -> negotiated)
                .orElseGet(() -> direct(environment, credentials));
        Optional<SessionService> sessions = binding.establishSecurityContext()
                ? Optional.of(new SessionService(environment, protocol, verifier, clients))
                : Optional.empty();
        Optional<HandshakeRate> openings = sessions.isPresent() && negotiation.isEmpty()
                ? Optional.of(
                        new HandshakeRate(binding.negotiationSettings(), environment.clock(), environment.random()))
                : Optional.empty();
        return new ServiceSecurity(
                environment.engine(),
                verifier,
                negotiation,
                protocol,
                sessions,
                openings,
                actions,
                address,
                environment.requirements());
    }

    /** Finds out now, and not at the first message, whether the service's key decrypts what clients send. */
    private static DirectService direct(SecurityEnvironment environment, ServiceCredentials credentials) {
        var own = credentials.serviceCertificate();
        new KeyTransport(environment.binding().algorithmSuite(), environment.random())
                .requireDecrypts(own.privateKey(), own.certificate());
        return new DirectService(credentials);
    }

    /** Returns what answers a message that is a leg of a negotiation; empty if it is none, or the endpoint does not negotiate. */
    Optional<NegotiationService> negotiationOf(ReceivedMessage message) {
        return negotiation.filter(any -> NegotiationService.isLeg(message));
    }

    /**
     * Verifies a request in the mode of the binding.
     *
     * @param origin looks up the address that the request comes from, if the transport tells; not asked for calls
     * @throws MessageSecurityException with the first rule that the request breaks
     */
    SecuredRequest verify(ReceivedMessage message, Supplier<Optional<InetAddress>> origin) {
        if (sessions.isEmpty()) {
            requireOperation(message);
            var expectation = protocol.expectation(message)
                    .withParts(requirements.request(message.addressing().action()));
            return SecuredRequest.of(verifier.verify(message, expectation), protocol, engine, requirements);
        }
        if (!SessionAction.ISSUE.request().equals(message.addressing().action())) {
            mode().requireSecurity(message);
        }
        SessionRequest request = sessions.get().classify(message);
        if (request instanceof SessionRequest.Call) {
            requireOperation(message);
        } else if (request instanceof SessionRequest.Bootstrapped) {
            openings.ifPresent(rate -> rate.require(origin.get()));
        }
        return sessions.get().verify(request);
    }

    /** Returns the reason that a client is told for a request that was refused. */
    SecurityFault told(SecurityFault fault, Addressing claimed) {
        return mode().told(fault, claimed);
    }

    private OtherMode mode() {
        return new OtherMode(negotiation.isPresent(), sessions.isPresent());
    }

    private void requireOperation(ReceivedMessage message) {
        String action = message.addressing().action();
        if (negotiation.isPresent() && SessionAction.CANCEL.request().equals(action)) {
            throw new MessageSecurityException(
                    SecurityFault.CANCELLATION_NOT_ALLOWED,
                    "The client wants to cancel a security context (expected calls: without sessions there is nothing to cancel). Set"
                            + " establishSecurityContext to the same on both sides.");
        }
        mode().requireSecurity(message);
        mode().requireNoSession(message);
        if (!actions.permit(action)) {
            throw new MessageSecurityException(
                    SecurityFault.ACTION_UNKNOWN,
                    "The endpoint has no operation for the action '" + action + "' (expected one of " + actions.known()
                            + "). Compare the contracts of both sides.");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.events.EndpointStatus;
import dev.wshttp.security.internal.conversation.SessionRequest;
import dev.wshttp.security.internal.conversation.SessionService;
import dev.wshttp.security.internal.direct.DirectService;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.instances.EndpointInstances;
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
import javax.xml.namespace.QName;

/**
 * The parts of one service endpoint, put together once.
 *
 * @param verifier verifies every request
 * @param negotiation present if the binding negotiates
 * @param protocol protects messages outside sessions
 * @param sessions present if the binding has sessions
 * @param openings bounds the requests for sessions that bring a key of their own; present if the binding has sessions and does not negotiate
 * @param requirements the levels of the messages of the contract
 * @param authorization who may call what
 * @param observer hears what happens to the requests
 * @param status tells the state of all this
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
        ProtectionRequirements requirements,
        CallAuthorization authorization,
        ServiceObserver observer,
        EndpointStatus status) {
    /** @param port the name of the endpoint in its description */
    static ServiceSecurity of(
            MessageSecurityFeature feature,
            QName port,
            ProtectionRequirements requirements,
            OperationActions actions,
            CallAuthorization authorization) {
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
        var engine = KeyTellingEngine.around(
                Engines.of(feature.engine(), binding, freshness, random), feature.dangerousKeyListeners());
        var guard = new ReplayGuard(clock, random, freshness.replayWindow(), binding.replayCacheSize());
        return inModeOfBinding(
                new SecurityEnvironment(engine, binding, clock, random, requirements).among(instances(feature, port)),
                feature,
                service,
                guard,
                actions,
                authorization);
    }

    /** Names the endpoint by the path of its logical address, which all instances have in common, or else by its description. */
    private static EndpointInstances instances(MessageSecurityFeature feature, QName port) {
        String endpoint =
                ServiceAddress.of(feature).logical().map(HttpAddress::rawPath).orElseGet(port::toString);
        return feature.instances()
                .map(shared -> EndpointInstances.of(shared, endpoint, feature.binding()))
                .orElse(EndpointInstances.NONE);
    }

    /** Puts the four modes together: direct or negotiated, with or without sessions over it. */
    private static ServiceSecurity inModeOfBinding(
            SecurityEnvironment environment,
            MessageSecurityFeature feature,
            MessageSecurityFeature.Service service,
            ReplayGuard guard,
            OperationActions actions,
            CallAuthorization authorization) {
        var binding = environment.binding();
        ServiceCredentials credentials = service.credentials();
        X509CertificateValidator clients = feature.certificates();
        var verifier = MessageVerifier.ofInstance(
                clients, guard, environment.instances().memory());
        Optional<NegotiationService> negotiation = binding.negotiateServiceCredential()
                ? Optional.of(new NegotiationService(environment, credentials, clients))
                : Optional.empty();
        ServiceProtocol protocol = negotiation
                .<ServiceProtocol>map(negotiated -> negotiated)
                .orElseGet(() -> direct(environment, credentials));
        environment
                .instances()
                .relay()
                .ifPresent(relay -> negotiation.ifPresent(negotiated -> relay.receive(
                        NegotiationService.handOverName(environment),
                        new HandedOverLegs(environment.engine(), negotiated))));
        Optional<SessionService> sessions = binding.establishSecurityContext()
                ? Optional.of(new SessionService(environment, protocol, verifier, clients))
                : Optional.empty();
        Optional<HandshakeRate> openings = sessions.isPresent() && negotiation.isEmpty()
                ? Optional.of(HandshakeRate.of(environment))
                : Optional.empty();
        return new ServiceSecurity(
                environment.engine(),
                verifier,
                negotiation,
                protocol,
                sessions,
                openings,
                actions,
                ServiceAddress.of(feature),
                environment.requirements(),
                authorization,
                new ServiceObserver(feature.listeners(), new WireObserver(feature.wireListeners(), feature.clock())),
                new ServiceStatus(feature, service, sessions, negotiation, guard));
    }

    /** Finds out now, and not at the first message, whether the service's key decrypts what clients send. */
    private static DirectService direct(SecurityEnvironment environment, ServiceCredentials credentials) {
        var own = credentials.serviceCertificate();
        new KeyTransport(environment.binding().algorithmSuite(), environment.random())
                .requireDecrypts(own.privateKey(), own.certificate());
        return new DirectService(credentials, environment.clock());
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

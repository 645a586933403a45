// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.conversation.SessionService;
import dev.wshttp.security.internal.direct.DirectService;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.negotiation.HandshakeRate;
import dev.wshttp.security.internal.negotiation.NegotiationLegs;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.wss.dom.Wss4jEngine;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one service endpoint, put together once.
 *
 * @param negotiation where the binding negotiates
 * @param protocol protects messages outside sessions
 * @param sessions where the binding has sessions
 * @param openings bounds the requests for sessions that bring a key of their own, where the binding has sessions and does not negotiate
 * @param logicalAddress what {@code wsa:To} has to name; empty for the path that the request was sent to
 */
record ServiceSecurity(
        SecurityEngine engine,
        Optional<NegotiationLegs> negotiation,
        ServiceProtocol protocol,
        Optional<SessionService> sessions,
        Optional<HandshakeRate> openings,
        OperationActions actions,
        Optional<URI> logicalAddress) {
    /** The four modes: direct or negotiated, and a session over it or not. */
    static ServiceSecurity of(MessageSecurityFeature feature, OperationActions actions) {
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
        var engine = new Wss4jEngine(binding, freshness, random);
        var guard = new ReplayGuard(clock, freshness.replayWindow(), binding.replayCacheSize());
        var clients = new X509CertificateValidator(
                service.credentials().clientTrust(), X509CertificateValidator.Role.CLIENT, clock);
        var verifier = MessageVerifier.ofService(engine, clients, guard);
        Optional<NegotiationLegs> negotiation = binding.negotiateServiceCredential()
                ? Optional.of(new NegotiationLegs(engine, service.credentials(), clients, binding, clock, random))
                : Optional.empty();
        ServiceProtocol protocol = negotiation.isPresent()
                ? new NegotiationService(verifier, clients, negotiation.get())
                : new DirectService(verifier, service.credentials());
        Optional<SessionService> sessions = binding.establishSecurityContext()
                ? Optional.of(new SessionService(engine, protocol, verifier, clients, binding, clock, random))
                : Optional.empty();
        Optional<HandshakeRate> openings = sessions.filter(any -> negotiation.isEmpty())
                .map(any -> new HandshakeRate(binding.negotiationSettings(), clock, random));
        return new ServiceSecurity(engine, negotiation, protocol, sessions, openings, actions, feature.address());
    }

    /** Who answers a message that is a leg of a negotiation, where the endpoint negotiates. */
    Optional<NegotiationLegs> negotiationOf(ReceivedMessage message) {
        return negotiation.filter(acceptor -> NegotiationLegs.isLeg(message));
    }

    /**
     * Verifies a request in the mode of the binding.
     *
     * @param origin the address that it comes from, where the transport tells
     * @throws MessageSecurityException with the first rule that the request breaks
     */
    SecuredRequest verify(ReceivedMessage message, Optional<InetAddress> origin) {
        if (sessions.isEmpty()) {
            requireOperation(message);
            VerifiedMessage verified = protocol.verify(message, UnaryOperator.identity());
            return new SecuredRequest(
                    verified,
                    protocol.sender(verified),
                    Optional.empty(),
                    reply -> engine.protect(reply, protocol.protection(verified)));
        }
        sessions.get().requireRecognized(message);
        if (!sessions.get().isAboutSession(message)) {
            requireOperation(message);
        } else if (sessions.get().isBootstrapped(message)) {
            openings.ifPresent(rate -> rate.require(origin));
        }
        return sessions.get().verify(message);
    }

    private void requireOperation(ReceivedMessage message) {
        String action = message.addressing().action();
        if (negotiation.isPresent() && SessionAction.CANCEL.request().equals(action)) {
            throw new MessageSecurityException(
                    SecurityFault.CANCELLATION_NOT_ALLOWED,
                    "The client wants to cancel a security context (expected calls: without sessions there is nothing to cancel). Set"
                            + " establishSecurityContext to the same on both sides.");
        }
        if (!actions.permit(action)) {
            throw new MessageSecurityException(
                    SecurityFault.ACTION_UNKNOWN,
                    "The endpoint has no operation for the action '" + action + "' (expected one of " + actions.known()
                            + "). Compare the contracts of both sides.");
        }
    }

    /**
     * Requires that a verified request is for this endpoint and wants its answer on this connection.
     *
     * @param requestPath the path that it was sent to
     * @throws MessageSecurityException with {@link SecurityFault#DESTINATION_UNREACHABLE} or {@link SecurityFault#REPLY_NOT_ANONYMOUS}
     */
    void requireDeliverable(Addressing addressing, String requestPath) {
        if (!isAddressee(parse(addressing.to()), requestPath)) {
            throw new MessageSecurityException(
                    SecurityFault.DESTINATION_UNREACHABLE,
                    "The message is for '" + addressing.to() + "' (expected '"
                            + logicalAddress.map(URI::toString).orElse(requestPath)
                            + "'). Set the client's address to this endpoint's; where it has to connect elsewhere, set via.");
        }
        if (!isAnonymous(addressing.replyTo()) || !isAnonymous(addressing.faultTo())) {
            throw new MessageSecurityException(
                    SecurityFault.REPLY_NOT_ANONYMOUS,
                    "The message wants replies at '" + addressing.replyTo() + "' and faults at '" + addressing.faultTo()
                            + "' (expected the anonymous address). Let the client wait for the answer on its connection.");
        }
    }

    /** WCF compares scheme, port and path, and accepts any host. */
    private boolean isAddressee(@Nullable URI to, String requestPath) {
        if (to == null) {
            return false;
        }
        return logicalAddress
                .map(own -> own.getScheme().equalsIgnoreCase(to.getScheme())
                        && port(to) == port(own)
                        && samePath(to, own.getPath()))
                .orElseGet(() -> samePath(to, requestPath));
    }

    private static boolean isAnonymous(@Nullable String address) {
        return address == null || address.equals(Namespaces.ANONYMOUS);
    }

    private static boolean samePath(URI named, String path) {
        // ASCII only, as addresses are written: String.equalsIgnoreCase would take the long s and the Kelvin sign for s
        // and k.
        return named.getPath() != null
                && Pattern.compile(path, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
                        .matcher(named.getPath())
                        .matches();
    }

    private static int port(URI address) {
        return address.getPort() == -1 ? 80 : address.getPort();
    }

    private static @Nullable URI parse(@Nullable String address) {
        try {
            return address == null ? null : new URI(address);
        } catch (URISyntaxException noAddress) {
            return null;
        }
    }
}

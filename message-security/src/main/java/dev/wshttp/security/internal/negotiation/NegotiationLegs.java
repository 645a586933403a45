// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.instances.ContextState;
import dev.wshttp.security.internal.instances.SealedTokens;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.trust.KeySize;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.trust.NegotiatedToken;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.trust.NegotiationResult;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the legs of negotiations for a service (WCF: {@code TlsnegoTokenAuthenticator}). Legs carry no security of their own: until the
 * handshake is over, no client is believed. Safe for use by several threads.
 */
final class NegotiationLegs {
    private static final Logger LOG = LoggerFactory.getLogger(NegotiationLegs.class);

    // WCF: the lifetime of a token whose only use is to open or renew a session.
    private static final Duration TRANSITION = Duration.ofMinutes(15);

    private final SecurityEnvironment environment;
    private final NegotiationSettings settings;
    private final AlgorithmSuite suite;
    private final ServiceCredentials credentials;
    private final X509CertificateValidator clients;
    private final KnownKeys keys;
    private final HandshakeRate rate;
    private final PendingNegotiations<ServiceNegotiation> pending;
    private final Optional<RelayedLegs> relayed;

    /**
     * @param clients judges the clients' certificates
     * @param keys where a negotiated key goes
     */
    NegotiationLegs(
            SecurityEnvironment environment,
            ServiceCredentials credentials,
            X509CertificateValidator clients,
            KnownKeys keys) {
        this.environment = environment;
        this.settings = environment.binding().negotiationSettings();
        this.suite = environment.binding().algorithmSuite();
        this.credentials = credentials;
        this.clients = clients;
        this.keys = keys;
        this.rate = HandshakeRate.of(environment);
        this.pending = new PendingNegotiations<>(settings, environment.clock());
        this.relayed = environment.instances().relay().map(relay -> new RelayedLegs(relay, environment));
    }

    /** Answers a leg: {@link NegotiationService#answer(ReceivedMessage, Optional)}. */
    NegotiationService.Answer answer(ReceivedMessage leg, Optional<InetAddress> origin) {
        XmlElement content = leg.content()
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        "The body of a leg has not one element (expected one of WS-Trust)."));
        Step step =
                NegotiationRequest.ACTION.equals(leg.addressing().action()) ? begin(content, origin) : proceed(content);
        var message = new OutgoingMessage(
                Addressing.reply(NegotiationResponse.ACTION, leg.addressing().messageId()), List.of(), step.content());
        return new NegotiationService.Answer(message, step.client());
    }

    /**
     * Lets another instance answer a leg, if the negotiation that it belongs to began there.
     *
     * @return empty if it is for this instance to answer
     */
    Optional<RelayedAnswer> answeredElsewhere(ReceivedMessage leg, Optional<InetAddress> origin) {
        boolean mayBe = relayed.isPresent()
                && NegotiationResponse.ACTION.equals(leg.addressing().action());
        return mayBe
                ? leg.content()
                        .filter(content ->
                                !pending.has(NegotiationResponse.read(content).context()))
                        .flatMap(content -> relayed.get().handOver(leg.addressing(), content, origin))
                : Optional.empty();
    }

    /** Returns how many negotiations are under way. */
    int pending() {
        return pending.size();
    }

    /** The content of an answer, and the certificate of the client if that was the last one. */
    private record Step(XmlContent content, Optional<X509Certificate> client) {}

    private Step begin(XmlElement content, Optional<InetAddress> origin) {
        var request = NegotiationRequest.read(content);
        requireTls(request.exchange());
        KeySize.require(request.keySizeBits(), suite);
        return answer(
                pending.open(request.context(), () -> {
                    // The last check before the handshake: a leg that is refused for another reason does not count.
                    rate.require(origin);
                    relayed.ifPresent(others -> others.begun(request.context()));
                    return new ServiceNegotiation(
                            request.context(),
                            newHandshake(),
                            environment.binding().maxReceivedMessageBytes());
                }),
                content,
                request.exchange());
    }

    private static void requireTls(BinaryExchange exchange) {
        if (!exchange.isTlsnego()) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The client wants to negotiate by '" + exchange.valueType()
                            + "' (expected TLS). Set clientCredentialType to Certificate on the client.");
        }
    }

    private TlsHandshake newHandshake() {
        // Revocation is looked up when the handshake is over: before that, the peer may show a certificate whose key it
        // does not have.
        return TlsHandshake.ofService(
                credentials.serviceCertificate(environment.clock().instant()),
                shown -> clients.requireTrusted(shown.get(0), shown.subList(1, shown.size())),
                environment.random());
    }

    private Step proceed(XmlElement content) {
        var response = NegotiationResponse.read(content);
        requireTls(response.exchange());
        PendingNegotiations<ServiceNegotiation>.Taken taken = pending.take(response.context())
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        "A leg belongs to no negotiation that is under way (expected one begun within "
                                + settings.timeout()
                                + "). It came too late or twice, or another instance of the service began the negotiation"
                                + (relayed.isPresent() ? " and has ended." : ".")));
        return answer(taken, content, response.exchange());
    }

    private Step answer(PendingNegotiations<ServiceNegotiation>.Taken taken, XmlElement leg, BinaryExchange exchange) {
        try {
            ServiceNegotiation negotiation = taken.negotiation();
            negotiation.transcript().add(leg);
            BinaryExchange flight = exchange.answer(negotiation.handshake().answer(exchange.octets()));
            if (negotiation.handshake().isFinished()) {
                return finished(negotiation, flight);
            }
            negotiation.requireProgress(exchange, flight);
            var next = new NegotiationResponse(negotiation.context(), flight);
            negotiation.transcript().add(next);
            taken.putBack();
            return new Step(next, Optional.empty());
        } finally {
            taken.release();
        }
    }

    private Step finished(ServiceNegotiation negotiation, BinaryExchange flight) {
        X509Certificate owner = negotiation.handshake().peerCertificate();
        clients.require(owner);
        var secret = SharedSecret.random(environment.random(), environment.secretBytes());
        Lifetime lifetime = Lifetime.from(environment.clock().instant(), lifetime(environment.binding()))
                .until(owner.getNotAfter().toInstant());
        SecurityContextToken token = issued(secret, owner, lifetime);
        var issued = new NegotiatedToken(
                negotiation.context(),
                token,
                negotiation.handshake().encrypt(secret.octets()),
                Optional.of(lifetime),
                KeySize.bits(suite),
                flight.octets().length == 0 ? Optional.empty() : Optional.of(flight));
        negotiation.transcript().add(NegotiationResult.authenticated(issued));
        var key = new SecurityContextKey(token, secret);
        keys.add(new NegotiatedKeys.Entry(key, owner, lifetime.expires()));
        LOG.debug(
                "Negotiated {} with '{}' ({})",
                key,
                owner.getSubjectX500Principal(),
                negotiation.handshake().description());
        var result = new NegotiationResult(issued, negotiation.transcript().combinedHash(secret));
        return new Step(result, Optional.of(owner));
    }

    private SecurityContextToken issued(SharedSecret secret, X509Certificate owner, Lifetime lifetime) {
        var token = new SecurityContextToken(SecurityContextToken.newId(), "urn:uuid:" + UUID.randomUUID(), "");
        return environment
                .instances()
                .tokens()
                .map(tokens -> {
                    var state = new ContextState(secret.octets(), owner, lifetime.created(), lifetime.expires());
                    try {
                        return tokens.sealed(token, SealedTokens.Kind.NEGOTIATED, state);
                    } finally {
                        state.wipe();
                    }
                })
                .orElse(token);
    }

    /** Returns how long a negotiated token may be used. */
    static Duration lifetime(WsHttpBinding binding) {
        return binding.establishSecurityContext()
                ? TRANSITION
                : binding.negotiationSettings().tokenLifetime();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.instances.EndedContexts;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service's half of negotiation: answers the legs, and knows the keys that messages may use afterwards. The client proved itself in the
 * handshake, so its messages carry neither certificate nor second signature. Safe for use by several threads.
 */
public final class NegotiationService implements ServiceProtocol {
    private final X509CertificateValidator clients;
    private final KnownKeys keys;
    private final NegotiationLegs legs;

    /**
     * Creates the half of one endpoint, which has no keys yet.
     *
     * @param clients judges the clients' certificates: in the handshake, and later since they may be revoked while a key lives
     */
    public NegotiationService(
            SecurityEnvironment environment, ServiceCredentials credentials, X509CertificateValidator clients) {
        this.clients = clients;
        this.keys = keys(environment);
        this.legs = new NegotiationLegs(environment, credentials, clients, keys);
    }

    private static KnownKeys keys(SecurityEnvironment environment) {
        var binding = environment.binding();
        var kept = new NegotiatedKeys(binding.negotiationSettings().maxTokens(), environment.clock());
        var instances = environment.instances();
        return instances
                .tokens()
                .<KnownKeys>map(tokens -> new SealedKeys(
                        tokens,
                        kept,
                        new EndedContexts(
                                instances.memory(),
                                NegotiationLegs.lifetime(binding).plus(binding.maxClockSkew()),
                                environment.clock()),
                        binding,
                        environment.clock()))
                .orElse(kept);
    }

    /** Returns the name under which other instances hand legs over to an endpoint. */
    public static String handOverName(SecurityEnvironment environment) {
        return RelayedLegs.endpoint(environment);
    }

    /** Returns the keys that were negotiated here. */
    KnownKeys keys() {
        return keys;
    }

    /** Returns whether a message is a leg of a negotiation: it has the action of one, and no security. */
    public static boolean isLeg(ReceivedMessage message) {
        return isLegAction(message.addressing().action()) && !message.isSecured();
    }

    /** Returns whether an action is that of a leg. */
    public static boolean isLegAction(@Nullable String action) {
        return NegotiationRequest.ACTION.equals(action) || NegotiationResponse.ACTION.equals(action);
    }

    /** Returns how many negotiations are under way. */
    public int pending() {
        return legs.pending();
    }

    /** Answers a leg of unknown origin: {@link #answer(ReceivedMessage, Optional)}. */
    public OutgoingMessage answer(ReceivedMessage leg) {
        return answer(leg, Optional.empty()).message();
    }

    /**
     * The answer to a leg.
     *
     * @param message the next leg, or the last one with the token; to be sent without security
     * @param client the trusted certificate that the client proved, if the handshake is over
     */
    public record Answer(OutgoingMessage message, Optional<X509Certificate> client) {}

    /**
     * Answers a leg.
     *
     * @param origin the address that it comes from, if the transport tells
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}, {@link SecurityFault#TOO_MANY_NEGOTIATIONS},
     *     {@link SecurityFault#NEGOTIATION_FAILED}, {@link SecurityFault#CLIENT_CERTIFICATE_MISSING}, or what is wrong with the certificate
     */
    public Answer answer(ReceivedMessage leg, Optional<InetAddress> origin) {
        return legs.answer(leg, origin);
    }

    /**
     * Answers a leg that another instance handed over. It is one that follows a first leg, which came here.
     *
     * @throws MessageSecurityException as {@link #answer(ReceivedMessage, Optional)}
     */
    public OutgoingMessage answerHandedOver(ReceivedMessage leg) {
        if (!NegotiationResponse.ACTION.equals(leg.addressing().action())) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "Another instance handed over a message with the action '"
                            + leg.addressing().action()
                            + "' (expected a leg of a negotiation that is under way here).");
        }
        return answer(leg);
    }

    /**
     * Lets another instance answer a leg, if the negotiation that it belongs to began there.
     *
     * @param origin the address that it comes from, if the transport tells
     * @return empty if {@link #answer(ReceivedMessage, Optional)} has to
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}, {@link SecurityFault#TOO_MANY_NEGOTIATIONS}, or
     *     {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE}
     */
    public Optional<RelayedAnswer> answeredElsewhere(ReceivedMessage leg, Optional<InetAddress> origin) {
        return legs.answeredElsewhere(leg, origin);
    }

    @Override
    public Expectation expectation(ReceivedMessage request) {
        SecurityContextToken named = named(request);
        NegotiatedKeys.Entry entry = keys.find(named).orElseThrow(() -> unknown(named));
        return Expectation.context(new Expectation.Context(List.of(entry.key()), Carriage.CARRIED));
    }

    private static SecurityContextToken named(ReceivedMessage request) {
        if (!request.isSecured()) {
            throw new MessageSecurityException(
                    SecurityFault.SECURITY_HEADER_MISSING,
                    "The message has no security header (expected one secured under a negotiated context). Configure WSHttpBinding with"
                            + " SecurityMode.Message on the other side.");
        }
        return request.contexts().stream()
                .findFirst()
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.KEY_NOT_RECOGNIZED,
                        "The message names no security context (expected one that was negotiated). Set negotiateServiceCredential to"
                                + " 'true' on the client too."));
    }

    private static MessageSecurityException unknown(SecurityContextToken named) {
        return new MessageSecurityException(
                SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED,
                "The message is under the context '" + named.identifier()
                        + "' (expected one that was negotiated with this service and is alive). It expired, or it opened a session before,"
                        + " or the service was restarted, or its token has not the state that an instance of this service put into it; the client"
                        + " has to negotiate again.");
    }

    /** Returns the certificate of the handshake. Stricter than WCF, which judges it in the handshake only. */
    @Override
    public X509Certificate sender(VerifiedMessage request) {
        SecurityContextToken token = tokenOf(request);
        X509Certificate owner =
                keys.proved(token).orElseThrow(() -> unknown(token)).owner();
        clients.require(owner);
        return owner;
    }

    @Override
    public Protection protection(VerifiedMessage request) {
        return Protection.context(
                new Protection.Context(MessageKey.contextOf(request), Optional.empty(), Carriage.REFERRED_TO));
    }

    /** Forgets the key: as in WCF, one negotiation opens or renews one session. */
    @Override
    public void spend(VerifiedMessage request) {
        SecurityContextToken token = tokenOf(request);
        if (!keys.spend(token)) {
            throw unknown(token);
        }
    }

    private static SecurityContextToken tokenOf(VerifiedMessage request) {
        return MessageKey.contextOf(request).token();
    }
}

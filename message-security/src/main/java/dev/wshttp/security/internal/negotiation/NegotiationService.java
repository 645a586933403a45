// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.soap.OutgoingMessage;
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

/**
 * The service's half of negotiation: answers the legs, and knows the keys that messages may use afterwards. The client proved itself in the
 * handshake, so its messages carry neither certificate nor second signature. Safe for use by several threads.
 */
public final class NegotiationService implements ServiceProtocol {
    private final X509CertificateValidator clients;
    private final NegotiatedKeys keys;
    private final NegotiationLegs legs;

    /**
     * Creates the half of one endpoint, which has no keys yet.
     *
     * @param clients judges the clients' certificates: in the handshake, and later since they may be revoked while a key lives
     */
    public NegotiationService(
            SecurityEnvironment environment, ServiceCredentials credentials, X509CertificateValidator clients) {
        this.clients = clients;
        this.keys =
                new NegotiatedKeys(environment.binding().negotiationSettings().maxTokens(), environment.clock());
        this.legs = new NegotiationLegs(environment, credentials, clients, keys);
    }

    /** Returns the keys that were negotiated here. */
    NegotiatedKeys keys() {
        return keys;
    }

    /** Returns whether a message is a leg of a negotiation: it has the action of one, and no security. */
    public static boolean isLeg(ReceivedMessage message) {
        String action = message.addressing().action();
        return (NegotiationRequest.ACTION.equals(action) || NegotiationResponse.ACTION.equals(action))
                && !message.isSecured();
    }

    /** Answers a leg of unknown origin: {@link #answer(ReceivedMessage, Optional)}. */
    public OutgoingMessage answer(ReceivedMessage leg) {
        return answer(leg, Optional.empty());
    }

    /**
     * Answers a leg.
     *
     * @param origin the address that it comes from, if the transport tells
     * @return the next leg, or the last one with the token; to be sent without security
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}, {@link SecurityFault#TOO_MANY_NEGOTIATIONS},
     *     {@link SecurityFault#NEGOTIATION_FAILED}, {@link SecurityFault#CLIENT_CERTIFICATE_MISSING}, or what is wrong with the certificate
     */
    public OutgoingMessage answer(ReceivedMessage leg, Optional<InetAddress> origin) {
        return legs.answer(leg, origin);
    }

    @Override
    public Expectation expectation(ReceivedMessage request) {
        String identifier = named(request);
        NegotiatedKeys.Entry entry = keys.find(identifier).orElseThrow(() -> unknown(identifier));
        return Expectation.context(new Expectation.Context(List.of(entry.key()), Carriage.CARRIED));
    }

    private static String named(ReceivedMessage request) {
        if (!request.isSecured()) {
            throw new MessageSecurityException(
                    SecurityFault.SECURITY_HEADER_MISSING,
                    "The message has no security header (expected one secured under a negotiated context). Configure WSHttpBinding with"
                            + " SecurityMode.Message on the other side.");
        }
        return request.contextIdentifiers().stream()
                .findFirst()
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.KEY_NOT_RECOGNIZED,
                        "The message names no security context (expected one that was negotiated). Set negotiateServiceCredential to"
                                + " 'true' on the client too."));
    }

    private static MessageSecurityException unknown(String identifier) {
        return new MessageSecurityException(
                SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED,
                "The message is under the context '" + identifier
                        + "' (expected one that was negotiated with this service and is alive). It expired, or it opened a session before,"
                        + " or the service was restarted; the client has to negotiate again.");
    }

    /** Returns the certificate of the handshake. Stricter than WCF, which judges it in the handshake only. */
    @Override
    public X509Certificate sender(VerifiedMessage request) {
        String identifier = identifierOf(request);
        X509Certificate owner =
                keys.find(identifier).orElseThrow(() -> unknown(identifier)).owner();
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
        String identifier = identifierOf(request);
        if (!keys.remove(identifier)) {
            throw unknown(identifier);
        }
    }

    private static String identifierOf(VerifiedMessage request) {
        return MessageKey.contextOf(request).token().identifier();
    }
}

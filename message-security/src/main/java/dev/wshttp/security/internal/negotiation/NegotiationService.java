// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The service's half of messages under negotiated contexts. The client proved itself in the handshake; its messages carry neither
 * certificate nor second signature. Safe for use by several threads.
 */
public final class NegotiationService implements ServiceProtocol {
    private final MessageVerifier verifier;
    private final X509CertificateValidator clients;
    private final NegotiatedKeys contexts;

    /**
     * @param clients judges the clients' certificates, which may be revoked while a context lives
     * @param acceptor negotiates the contexts
     */
    public NegotiationService(MessageVerifier verifier, X509CertificateValidator clients, NegotiationLegs acceptor) {
        this.verifier = verifier;
        this.clients = clients;
        this.contexts = acceptor.contexts();
    }

    @Override
    public VerifiedMessage verify(ReceivedMessage request, UnaryOperator<Expectation> also) {
        NegotiatedKeys.Entry context = contexts.find(named(request)).orElseThrow(() -> unknown(named(request)));
        var expectation = Expectation.context(new Expectation.Context(List.of(context.key()), Carriage.CARRIED));
        return verifier.verify(request, also.apply(expectation));
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
                        + " or the service was started anew; the client has to negotiate again.");
    }

    /** Stricter than WCF, which asks for the certificate in the handshake only. */
    @Override
    public X509Certificate sender(VerifiedMessage request) {
        String identifier = MessageKey.contextOf(request).token().identifier();
        X509Certificate owner =
                contexts.find(identifier).orElseThrow(() -> unknown(identifier)).owner();
        clients.require(owner);
        return owner;
    }

    @Override
    public Protection protection(VerifiedMessage request) {
        return Protection.context(
                new Protection.Context(MessageKey.contextOf(request), Optional.empty(), Carriage.REFERRED_TO));
    }

    /** As in WCF a context that opens or renews a session does so once. */
    @Override
    public void spend(VerifiedMessage request) {
        String identifier = MessageKey.contextOf(request).token().identifier();
        if (!contexts.remove(identifier)) {
            throw unknown(identifier);
        }
    }
}

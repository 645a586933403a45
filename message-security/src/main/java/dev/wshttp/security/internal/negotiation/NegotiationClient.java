// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The client's half of negotiation (WCF: {@code TlsnegoTokenProvider}). It negotiates a key for each request, as WCF does to open and renew
 * sessions; {@link SharedNegotiationClient} negotiates one for many requests. Safe for use by several threads.
 */
public final class NegotiationClient implements BootstrapProtocol {
    private final SecurityEnvironment environment;
    private final ClientCredentials credentials;
    private final X509CertificateValidator services;

    /** @param services judges the service's certificate */
    public NegotiationClient(
            SecurityEnvironment environment, ClientCredentials credentials, X509CertificateValidator services) {
        this.environment = environment;
        this.credentials = credentials;
        this.services = services;
    }

    /** Returns protection under a key that is negotiated for this request. */
    @Override
    public Opening opening(Peer peer) {
        NegotiatedKey negotiated = negotiate(peer);
        return new Opening(negotiated.protection(), negotiated.service(), negotiated.client());
    }

    /** Returns what the reply has to prove: it is under the key of the request. */
    @Override
    public Expectation expectation(ProtectedMessage request) {
        return Expectation.context(
                new Expectation.Context(List.of(MessageKey.contextOf(request)), Carriage.REFERRED_TO));
    }

    /** Wipes the key, which was for this request only. */
    @Override
    public void forget(ProtectedMessage request) {
        MessageKey.contextOf(request).destroy();
    }

    /**
     * Negotiates a key.
     *
     * @throws MessageSecurityException if either side refuses the other, or the messages are changed on their way
     */
    NegotiatedKey negotiate(Peer peer) {
        return new ClientNegotiation(environment, own(), services, peer).toTheEnd();
    }

    private X509Credential own() {
        return credentials.clientCertificate(environment.clock().instant());
    }

    @Override
    public X509Certificate client() {
        return own().certificate();
    }
}

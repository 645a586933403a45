// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;

/**
 * The client's half of direct mode: each request has a key of its own, encrypted for the service, and the client's signature. The service
 * proves itself by using that key, which only the owner of its certificate can decrypt. Safe for use by several threads.
 */
public final class DirectClient implements BootstrapProtocol {
    private final ClientCredentials credentials;
    private final X509CertificateValidator services;
    private final Clock clock;

    /**
     * @param credentials with the service's certificate
     * @param services judges the service's certificate
     */
    public DirectClient(ClientCredentials credentials, X509CertificateValidator services, Clock clock) {
        this.credentials = credentials;
        this.services = services;
        this.clock = clock;
    }

    /**
     * Returns protection by a new key.
     *
     * @throws MessageSecurityException if the service's certificate is not the expected one or not trusted; nothing was sent then
     */
    @Override
    public Opening opening(Peer peer) {
        Instant now = clock.instant();
        X509Certificate service = credentials.serviceCertificate(now).orElseThrow();
        peer.identity().require(service);
        services.require(service);
        X509Credential own = credentials.clientCertificate(now);
        return new Opening(Protection.request(service, own), service, own.certificate());
    }

    @Override
    public X509Certificate client() {
        return credentials.clientCertificate(clock.instant()).certificate();
    }

    /** Returns what the reply has to prove: it uses the request's key and confirms the request's signatures. */
    @Override
    public Expectation expectation(ProtectedMessage request) {
        return Expectation.reply((MessageKey.Encrypted) request.key(), request.signatureValues(), request.signatures());
    }

    @Override
    public boolean usesContexts() {
        return false;
    }
}

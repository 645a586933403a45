// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import java.security.cert.X509Certificate;

/**
 * The client's half of direct mode: each request has a key of its own, encrypted for the service, and the client's signature. The service
 * proves itself by reading that key, which only the holder of its certificate's key can. Safe for use by several threads.
 */
public final class DirectClient implements BootstrapProtocol {
    private final ClientCredentials credentials;
    private final X509Certificate serviceCertificate;
    private final X509CertificateValidator services;

    /** @param services judges the service's certificate */
    public DirectClient(ClientCredentials credentials, X509CertificateValidator services) {
        this.credentials = credentials;
        this.serviceCertificate = credentials.serviceCertificate().orElseThrow();
        this.services = services;
    }

    /** @throws MessageSecurityException if the service's certificate is not the expected one or not trusted; nothing is sent then */
    @Override
    public Opening opening(Peer peer) {
        peer.identity().require(serviceCertificate);
        services.require(serviceCertificate);
        return new Opening(Protection.request(serviceCertificate, credentials.clientCertificate()), serviceCertificate);
    }

    /** The reply has to use the request's key and to confirm the request's signatures. */
    @Override
    public Expectation expectation(ProtectedMessage request) {
        return Expectation.reply((MessageKey.Encrypted) request.key(), request.signatureValues());
    }

    @Override
    public boolean usesContexts() {
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;

/**
 * The client's half of direct mode. The service proves itself by reading the request's key, which only the holder of its certificate's
 * key can. Safe for use by several threads.
 */
public final class DirectClient {
    private final SecurityEngine engine;
    private final MessageVerifier verifier;
    private final ClientCredentials credentials;
    private final X509Certificate serviceCertificate;
    private final X509CertificateValidator services;

    /** @param services judges the service's certificate */
    public DirectClient(
            SecurityEngine engine,
            MessageVerifier verifier,
            ClientCredentials credentials,
            X509CertificateValidator services) {
        this.engine = engine;
        this.verifier = verifier;
        this.credentials = credentials;
        this.serviceCertificate = credentials.serviceCertificate().orElseThrow();
        this.services = services;
    }

    /**
     * Protects a request for the expected service.
     *
     * @param identity what the service's certificate has to prove
     * @throws MessageSecurityException if the service's certificate is not the expected one or not trusted; nothing is sent then
     */
    public ProtectedMessage protect(OutgoingMessage request, EndpointIdentity identity) {
        return engine.protect(request, protection(identity));
    }

    /**
     * Protects a request for a new key of a security context, which the present key endorses too.
     *
     * @throws MessageSecurityException as {@link #protect}
     */
    public ProtectedMessage protectRenewal(
            OutgoingMessage request, EndpointIdentity identity, SecurityContextKey present) {
        return engine.protect(request, protection(identity).endorsedBy(present));
    }

    private Protection protection(EndpointIdentity identity) {
        identity.require(serviceCertificate);
        services.require(serviceCertificate);
        return Protection.request(serviceCertificate, credentials.clientCertificate());
    }

    /**
     * Verifies the reply to a request: it has to use the request's key and to confirm the request's signatures.
     *
     * @throws MessageSecurityException with the first rule that the reply breaks
     */
    public VerifiedMessage verify(ReceivedMessage reply, ProtectedMessage request) {
        return verifier.verify(
                reply, Expectation.reply((MessageKey.Encrypted) request.key(), request.signatureValues()));
    }
}

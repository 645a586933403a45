// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;
import java.util.function.UnaryOperator;

/**
 * The service's half of direct mode. The client proves itself with a signature of its certificate's key over the whole message. Safe for
 * use by several threads.
 */
public final class DirectService implements ServiceProtocol {
    private final MessageVerifier verifier;
    private final Expectation expectation;

    public DirectService(MessageVerifier verifier, ServiceCredentials credentials) {
        this.verifier = verifier;
        this.expectation = Expectation.request(credentials.serviceCertificate());
    }

    @Override
    public VerifiedMessage verify(ReceivedMessage request, UnaryOperator<Expectation> also) {
        return verifier.verify(request, also.apply(expectation));
    }

    @Override
    public X509Certificate sender(VerifiedMessage request) {
        return request.sender().orElseThrow();
    }

    /** The reply uses the request's key and confirms the request's signatures. */
    @Override
    public Protection protection(VerifiedMessage request) {
        return Protection.reply((MessageKey.Encrypted) request.key(), request.signatureValues());
    }
}
